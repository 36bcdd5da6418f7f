import { useState } from 'preact/hooks'
import { Field, type FieldProps } from './field.tsx'
import { useFrame } from './frame.ts'
import { Icon } from './icon.tsx'

/** A password that can be shown. */
export function PasswordField(
  props: FieldProps & { readonly autocomplete: 'current-password' | 'new-password' },
) {
  const { texts } = useFrame()
  const [isShown, show] = useState(false)
  return (
    <Field
      {...props}
      type={isShown ? 'text' : 'password'}
      end={
        <button
          type="button"
          class="inside"
          aria-label={isShown ? texts.hide : texts.show}
          title={isShown ? texts.hide : texts.show}
          onClick={() => show(!isShown)}
        >
          <Icon name={isShown ? 'hide' : 'show'} />
        </button>
      }
    />
  )
}

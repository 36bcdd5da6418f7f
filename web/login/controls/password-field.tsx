import { useState } from 'preact/hooks'
import { usePage } from '../page.ts'
import { Field, type FieldProps } from './field.tsx'
import { Icon } from './icon.tsx'

/** A password that can be shown. */
export function PasswordField(
  props: FieldProps & { readonly autocomplete: 'current-password' | 'new-password' },
) {
  const { texts } = usePage()
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

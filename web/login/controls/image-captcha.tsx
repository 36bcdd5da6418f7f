/** Characters in a picture, to be typed. */
import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { Submit } from '../../controls/submit.tsx'
import { usePage } from '../page.ts'

type Props = {
  readonly image: string
  readonly isBusy: boolean
  readonly check: (answer: { readonly code: string }) => void
}

export function ImageCaptcha({ image, isBusy, check }: Props) {
  const { texts } = usePage()
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [code, type] = useState('')
  useEffect(() => input.current?.focus(), [])
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (code.trim() !== '') check({ code: code.trim() })
      }}
    >
      <p class="lead">{texts.imageHint}</p>
      <img class="characters" src={image} alt="" />
      <div class="field">
        <label for={id}>{texts.imageLabel}</label>
        <div class="box">
          <input
            ref={input}
            id={id}
            value={code}
            autocomplete="off"
            autocapitalize="characters"
            spellcheck={false}
            maxLength={8}
            dir="ltr"
            onInput={({ currentTarget }) => type(currentTarget.value)}
          />
        </div>
      </div>
      <Submit isBusy={isBusy}>{texts.check}</Submit>
    </form>
  )
}

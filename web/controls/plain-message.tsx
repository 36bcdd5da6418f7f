/** A screen that tells something, with at most one way on. */
import { Screen } from './screen.tsx'

type Props = {
  readonly title: string
  readonly text: string
  readonly button?: { readonly label: string; readonly press: () => void } | undefined
}

export function PlainMessage({ title, text, button }: Props) {
  return (
    <Screen title={title} hint={text}>
      {button !== undefined && (
        <button type="button" class="second" data-first onClick={button.press}>
          {button.label}
        </button>
      )}
    </Screen>
  )
}

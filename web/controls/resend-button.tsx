import { useFrame } from './frame.ts'
import { useSecondsLeft } from './use-seconds-left.ts'

type Props = { readonly nextAt: number | undefined; readonly isBusy: boolean; readonly resend: () => void }

/** Counts down until another message may be sent. */
export function ResendButton({ nextAt, isBusy, resend }: Props) {
  const { texts } = useFrame()
  const left = useSecondsLeft(nextAt)
  const mayNot = left > 0 || isBusy
  return (
    <button type="button" class="link" aria-disabled={mayNot} onClick={() => !mayNot && resend()}>
      {left > 0 ? texts.resendIn(left) : texts.resend}
    </button>
  )
}

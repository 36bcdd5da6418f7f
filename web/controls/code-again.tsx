/** The link below a code field that sends the message again, and says that it did. */
import { useState } from 'preact/hooks'
import { useFrame } from './frame.ts'
import { ResendButton } from './resend-button.tsx'
import type { Act } from './use-run.ts'

/** A way to send a code. */
type Message = {
  /** When the next may be sent, in epoch milliseconds. */
  readonly nextAt: number | undefined
  send(mobile: string): Promise<void>
}

type Props = {
  readonly message: Message
  /** Number that the code went to. */
  readonly mobile: string
  /** Of the form that the code belongs to. */
  readonly act: Act
  /** Right below its field, or as the last of the form. */
  readonly place: 'beside' | 'after'
}

export function CodeAgain({ message, mobile, act, place }: Props) {
  const { texts } = useFrame()
  const [notice, setNotice] = useState('')
  const resend = () =>
    act.run(async () => {
      await message.send(mobile)
      setNotice(texts.codeSentAgain)
    })
  return (
    <>
      <p class={place}>
        <ResendButton nextAt={message.nextAt} isBusy={act.isBusy} resend={resend} />
      </p>
      <p class="notice" role="status">
        {notice}
      </p>
    </>
  )
}

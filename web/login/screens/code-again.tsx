/** The link below a code field that sends the message again, and says that it did. */
import { useState } from 'preact/hooks'
import { ResendButton } from '../../controls/resend-button.tsx'
import type { Act } from '../../controls/use-run.ts'
import { usePage } from '../page.ts'
import type { Message } from '../use-message.ts'

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
  const { texts } = usePage()
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

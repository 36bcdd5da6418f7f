/** The first step of everything that begins with a phone number: the number, and a code sent to it. */
import type { ComponentChildren } from 'preact'
import { loadPhoneFormat, NumberField } from '../../controls/number-field.tsx'
import type { TypedNumber } from '../../controls/phone-format.ts'
import { ProblemText } from '../../controls/problem-text.tsx'
import { Submit } from '../../controls/submit.tsx'
import type { Act } from '../../controls/use-run.ts'
import { countryName, flagOf } from '../../shared/countries.ts'
import { Agreements } from '../controls/agreements.tsx'
import { usePage } from '../page.ts'
import type { Message } from '../use-message.ts'

export type SentNumber = { readonly mobile: string; readonly shown: string }

type Props = {
  readonly act: Act
  readonly message: Message
  readonly number: TypedNumber
  readonly change: (number: TypedNumber) => void
  readonly sent: (number: SentNumber) => void
  readonly button?: string
  readonly children?: ComponentChildren
}

export function NumberStep({ act, message, number, change, sent, button, children }: Props) {
  const { texts, server, language } = usePage()
  const { isBusy, problem, run, tell } = act
  const { callingCodes } = server.facts

  async function submit(): Promise<void> {
    const digits = number.text.replace(/\D/g, '')
    if (digits === '') return tell({ field: 'phone', text: () => texts.errors.phoneEmpty })
    if (server.facts.agreements.length > 0 && !server.agreement.isGiven)
      return tell({ field: 'form', text: () => texts.errors.agreeFirst })
    await run(async () => {
      const { formatTyped, readTyped } = await loadPhoneFormat()
      const typed = formatTyped(number.text, number.country)
      if (!(typed.country in callingCodes)) {
        const name = `${flagOf(typed.country)} ${countryName(typed.country, language)}`
        return tell({ field: 'phone', text: () => texts.errors.countryNotServed(name) })
      }
      const read = readTyped(typed) ?? {
        mobile: `+${callingCodes[number.country]}${digits}`,
        shown: number.text,
      }
      await message.send(read.mobile)
      sent(read)
    })
  }

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <NumberField number={number} change={change} problem={problem} />
      {children}
      <Agreements />
      <ProblemText problem={problem?.field === 'form' ? problem : undefined} />
      <Submit isBusy={isBusy}>{button ?? texts.continue}</Submit>
    </form>
  )
}

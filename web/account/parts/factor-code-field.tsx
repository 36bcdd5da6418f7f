/** A code of the authenticator app, or a recovery code. */
import { Field } from '../../controls/field.tsx'
import type { Problem } from '../../controls/problem.ts'
import { usePage } from '../page.ts'

type Props = {
  readonly value: string
  readonly change: (code: string) => void
  readonly problem: Problem | undefined
}

export function FactorCodeField({ value, change, problem }: Props) {
  const { texts } = usePage()
  return (
    <Field
      label={texts.factorCode}
      name="factorCode"
      value={value}
      change={change}
      problem={problem}
      autocomplete="off"
      maxLength={32}
      dir="ltr"
    />
  )
}

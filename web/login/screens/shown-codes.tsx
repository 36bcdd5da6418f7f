/** The codes that stand in for an authenticator app, before the login goes on. */
import type { LoginOutcome } from '../../../src/client/login-outcome.ts'
import { RecoveryCodes } from '../../controls/recovery-codes.tsx'
import { usePage } from '../page.ts'
import { useAct } from '../use-act.ts'

type Props = { readonly recoveryCodes: readonly string[]; readonly outcome: LoginOutcome }

export function ShownCodes({ recoveryCodes, outcome }: Props) {
  const { texts, title, proceed } = usePage()
  return (
    <RecoveryCodes
      codes={recoveryCodes}
      title={title}
      hint={texts.recoveryAbout}
      act={useAct()}
      goOn={() => proceed(outcome)}
    />
  )
}

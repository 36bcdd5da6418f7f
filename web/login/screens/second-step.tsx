/** A login that waits: for a second factor, or for a new password. */
import type { WaitingLogin } from '../../../src/client/login-outcome.ts'
import { EnrolApp } from './enrol-app.tsx'
import { PasswordChange } from './password-change.tsx'
import { SecondFactor } from './second-factor.tsx'

export function SecondStep({ login, back }: { readonly login: WaitingLogin; readonly back: () => void }) {
  if (login.status !== 'MFA_AUTH') return <PasswordChange login={login} />
  return login.mayEnrol ? <EnrolApp login={login} back={back} /> : <SecondFactor login={login} back={back} />
}

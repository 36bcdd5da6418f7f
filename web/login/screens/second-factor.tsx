/** The second factor: a code of a message or of an app, a recovery code, or the password. */
import { useEffect, useState } from 'preact/hooks'
import type { WaitingLogin } from '../../../src/client/login-outcome.ts'
import type { SecondFactor as Factor } from '../../../src/wire/login-status.ts'
import { Screen } from '../../controls/screen.tsx'
import { usePage } from '../page.ts'
import { AppCodeForm } from './app-code-form.tsx'
import { FactorMessageForm } from './factor-message-form.tsx'
import { FactorPasswordForm } from './factor-password-form.tsx'

type Way = Factor | 'recovery'

type Props = {
  readonly login: Extract<WaitingLogin, { status: 'MFA_AUTH' }>
  readonly back: () => void
}

const preferred: readonly Factor[] = ['totp', 'sms', 'password']

export function SecondFactor({ login, back }: Props) {
  const { texts } = usePage()
  const usable = preferred.filter((factor) => login.factors.includes(factor))
  const [way, choose] = useState<Way>(usable[0] ?? 'totp')
  const all: readonly Way[] = usable.flatMap((factor): Way[] =>
    factor === 'totp' ? ['totp', 'recovery'] : [factor],
  )
  const others = all.filter((each) => each !== way)
  const labels: Readonly<Record<Way, string>> = {
    totp: texts.useApp,
    recovery: texts.useRecovery,
    sms: texts.factorSms,
    password: texts.factorPassword,
  }
  return (
    <Screen title={texts.factorTitle} hint={texts.factorHint} back={back}>
      <Form key={way} way={way} login={login} />
      {others.length > 0 && (
        <div class="others">
          <p>{texts.otherWays}</p>
          {others.map((each) => (
            <button key={each} type="button" class="link" onClick={() => choose(each)}>
              {labels[each]}
            </button>
          ))}
        </div>
      )}
    </Screen>
  )
}

function Form({ way, login }: { readonly way: Way; readonly login: Props['login'] }) {
  // The screen stays, so the new form asks for the focus itself.
  useEffect(() => {
    document.querySelector<HTMLElement>('section form input, section form button')?.focus()
  }, [])
  if (way === 'sms') return <FactorMessageForm login={login} />
  if (way === 'password') return <FactorPasswordForm login={login} />
  return <AppCodeForm login={login} isRecovery={way === 'recovery'} />
}

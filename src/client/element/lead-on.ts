/** Where a login goes from an outcome: its end, or the form of the step that is missing. */
import type { LoginOutcome, WaitingLogin } from '../login-outcome.ts'
import { askCode, codeField } from './ask-code.ts'
import { field, make, plainButton } from './make.ts'
import type { Stage } from './stage.ts'
import { withCaptcha } from './with-captcha.ts'

export function leadOn(stage: Stage, outcome: LoginOutcome): void {
  if (outcome.status === 'SUCCESS') stage.end(outcome.session)
  else if (outcome.status === 'ACCESS_DENIED') stage.say(outcome.reason || stage.texts.denied)
  else if (outcome.status === 'MFA_AUTH')
    if (outcome.mayEnrol) void stage.run(() => enrol(stage, outcome))
    else askFactor(stage, outcome, outcome.factors[0])
  else if (outcome.status !== 'CORP_CHOICE') askPassword(stage, outcome)
}

type Waiting<Status> = Extract<WaitingLogin, { readonly status: Status }>

function askPassword(stage: Stage, outcome: Waiting<'PASSWORD_WARN' | 'PASSWORD_EXPIRED'>): void {
  const { texts, signal, sdk } = stage
  const warns = outcome.status === 'PASSWORD_WARN'
  const { minLength, maxLength } = outcome.policy
  const next = { type: 'password', autocomplete: 'new-password', minLength, maxLength }
  stage.show(
    [
      make('p', {}, warns ? texts.warns : texts.expired),
      field('old', texts.oldPassword, { type: 'password', autocomplete: 'current-password' }),
      field('new', texts.newPassword, next),
    ],
    texts.go,
    async (data) => {
      const passwords = [String(data.get('old')), String(data.get('new'))] as const
      leadOn(stage, await sdk.replacePassword(outcome, ...passwords, { signal }))
    },
  )
  const skip = async () => leadOn(stage, await sdk.skipWarning(outcome, { signal }))
  if (warns) stage.offer(plainButton(texts.later, () => stage.run(skip)))
}

function askFactor(stage: Stage, waiting: Waiting<'MFA_AUTH'>, factor: string | undefined): void {
  const { texts, signal, sdk } = stage
  const offerOthers = () => {
    for (const other of waiting.factors.filter((name) => name !== factor))
      stage.offer(plainButton(texts.factors[other], async () => askFactor(stage, waiting, other)))
  }
  if (factor === 'sms') {
    const send = async () => {
      const mobile = await sdk.mobileOf(waiting, { signal })
      await withCaptcha(stage, mobile, (captchaToken) =>
        sdk.sendFactorCode(waiting, { captchaToken, signal }),
      )
      askCode(stage, {
        to: mobile.replace(/\d(?=\d{4})/g, '•'),
        check: async (code) => leadOn(stage, await sdk.proveBySms(waiting, code, { signal })),
        resend: send,
      })
      offerOthers()
    }
    void stage.run(send)
    return
  }
  const isApp = factor === 'totp'
  const asked = isApp
    ? field('code', texts.appCode, { autocomplete: 'one-time-code', dir: 'ltr' })
    : field('password', texts.password, { type: 'password', autocomplete: 'current-password' })
  stage.show([asked], texts.logIn, async (data) => {
    const proof = String(data.get(isApp ? 'code' : 'password'))
    const proven = isApp
      ? sdk.proveByTotp(waiting, proof.trim(), { signal })
      : sdk.proveByPassword(waiting, proof, { signal })
    leadOn(stage, await proven)
  })
  offerOthers()
}

async function enrol(stage: Stage, waiting: WaitingLogin): Promise<void> {
  const { texts, signal, sdk } = stage
  const { secret, uri } = await sdk.enrolTotp(waiting, { signal })
  const key = make('a', { href: uri }, make('code', {}, secret))
  stage.show([make('p', {}, texts.enrol), key, codeField('code', texts.code)], texts.go, async (data) => {
    const code = String(data.get('code')).trim()
    const { recoveryCodes, outcome } = await sdk.confirmTotp(waiting, code, { signal })
    const codes = recoveryCodes.map((each) => make('li', {}, make('code', {}, each)))
    const list = make('ul', { '@part': 'codes', dir: 'ltr' }, ...codes)
    stage.show([make('p', {}, texts.recovery), list], texts.go, async () => leadOn(stage, outcome))
  })
}

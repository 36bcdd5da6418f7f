import { agreementBox } from './agreement-box.ts'
import { askCode } from './ask-code.ts'
import { leadOn } from './lead-on.ts'
import { field, plainButton } from './make.ts'
import type { Stage } from './stage.ts'
import { withCaptcha } from './with-captcha.ts'

export type Method = 'phone' | 'password'

/** Where a login begins: a number, to which a code goes, or a name and a password. */
export function showFirstForm(stage: Stage, method: Method, agreement: { isGiven: boolean }): void {
  const { texts, sdk, signal } = stage
  if (method === 'phone') {
    const number = field('tel', texts.number, { type: 'tel', autocomplete: 'tel', dir: 'ltr' })
    // No code before the box is ticked; by password it is asked of who has not agreed before.
    stage.show([number, ...agreementBox(stage, agreement, true)], texts.send, (data) =>
      sendCode(stage, String(data.get('tel'))),
    )
    return
  }
  const name = field('username', texts.name, { autocomplete: 'username' })
  const secret = field('password', texts.password, { type: 'password', autocomplete: 'current-password' })
  stage.show([name, secret, ...agreementBox(stage, agreement, false)], texts.logIn, async (data) => {
    const [username, password] = [String(data.get('username')), String(data.get('password'))]
    await withCaptcha(stage, username, async (captchaToken) =>
      leadOn(stage, await sdk.loginByPassword(username, password, { captchaToken, signal })),
    )
  })
}

async function sendCode(stage: Stage, mobile: string): Promise<void> {
  const { texts, sdk, signal } = stage
  await withCaptcha(stage, mobile, (captchaToken) => sdk.sendLoginCode(mobile, { captchaToken, signal }))
  askCode(stage, {
    to: mobile,
    check: async (code) => leadOn(stage, await sdk.loginByCode(mobile, code, { signal })),
    resend: () => sendCode(stage, mobile),
  })
  stage.offer(plainButton(texts.otherNumber, async () => stage.restart()))
}

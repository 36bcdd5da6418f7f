/** An app whose client asks for captchas, and people who solve them: the piece always belongs to 150, the text is A2B3. */
import { hash } from 'node:crypto'
import type { TestContext } from 'node:test'
import { tempFolder } from '../../elements/support/temp-folder.ts'
import { client, otherClient } from './app-files.ts'
import { deviceHeaders, type Headers, type HttpAppParts, type Json, openHttpApp } from './http-app.ts'

export const sliderX = 150
export const imageText = 'A2B3'
export const rightPoint = '{"x":150.0,"y":5.0}'

export type CaptchaApp = Awaited<ReturnType<typeof openCaptchaApp>>

type CaptchaAppParts = HttpAppParts & { readonly client?: Json }

export async function openCaptchaApp(t: Pick<TestContext, 'after'>, parts: CaptchaAppParts = {}) {
  const data = tempFolder(t)
  const app = await openHttpApp(t, {
    ...parts,
    files: {
      'clients/web/client.json': { ...client, captcha: ['slider'], ...parts.client },
      'clients/other/client.json': { ...otherClient, captcha: ['slider'] },
      ...parts.files,
    },
    app: { data, captchaSource: () => imageText, sliderSource: () => ({ x: sliderX, y: 40 }), ...parts.app },
  })

  /** Asks for a captcha. */
  const ask = async (type?: string, headers: Headers = {}) => {
    const query = type === undefined ? '' : `?type=${type}`
    const all = { ...deviceHeaders, 'x-client-id': client.clientId, ...headers }
    return app.get(`/api/v2/sdk/captcha${query}`, all)
  }
  const verify = (body: Json, headers: Headers = {}) => app.sdk('captcha/verify', body, headers)

  return {
    ...app,
    data,
    askCaptcha: ask,
    verify,
    /** A `captcha_token` for this number or name. */
    async solve(sender: string, headers: Headers = {}): Promise<string> {
      const { token } = (await ask('slider', headers)).json()
      const answer = await verify({ point_json: rightPoint, token, sender }, headers)
      return answer.json().captcha_token
    },
    /** The error code of an answer; `ok` without one. */
    send: async (mobile: string, captcha_token?: unknown, headers: Headers = {}): Promise<string> => {
      const answer = await app.sdk('sms/send', { mobile, type: 'LOGIN_SMS', captcha_token }, headers)
      return answer.body === '' ? 'ok' : answer.json().error_code
    },
  }
}

/** What the widget sends for a challenge. */
export function solveWork({ algorithm, challenge, salt, maxnumber, signature }: Json): string {
  for (let number = 0; number <= Number(maxnumber); number += 1)
    if (hash('sha256', `${salt}${number}`) === challenge)
      return Buffer.from(JSON.stringify({ algorithm, challenge, number, salt, signature })).toString('base64')
  throw new Error('no number solves the challenge')
}

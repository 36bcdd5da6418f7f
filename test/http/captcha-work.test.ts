/** Proof of work in place of a picture, as the widget `altcha` gives it (spec 5, `captcha`; spec 6, A35). */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { otherClient, otherClientId } from './support/app-files.ts'
import { type CaptchaApp, openCaptchaApp, solveWork } from './support/captcha-app.ts'
import type { Headers } from './support/http-app.ts'

const mobile = '13800138000'
const wrong = 'IDAAS.SDK.CAPTCHA.0002'
const ofOther = { 'x-client-id': otherClientId }

describe('captcha of kind pow', () => {
  const pow = { client: { captcha: ['pow'] } }
  const read = (payload: string) => JSON.parse(Buffer.from(payload, 'base64').toString())
  const write = (payload: object) => Buffer.from(JSON.stringify(payload)).toString('base64')
  const checkIn =
    (app: CaptchaApp) =>
    async (token: string, headers: Headers = {}): Promise<string> => {
      const { captcha_token, error_code } = (await app.verify({ token, sender: mobile }, headers)).json()
      return error_code ?? captcha_token
    }

  test('is answered by the solution of the widget, once', async (t) => {
    const app = await openCaptchaApp(t, pow)
    const check = checkIn(app)
    const solution = solveWork((await app.askCaptcha()).json())
    const proofs = await Promise.all(Array.from({ length: 10 }, () => check(solution)))
    const [proof = '', ...more] = proofs.filter((text) => text !== wrong)
    assert.match(proof, /^[0-9a-f]{32}$/)
    assert.deepEqual(more, [])
    assert.equal(await check(solution), wrong)
    assert.equal(await app.send(mobile, proof), 'ok')
    for (const seconds of [150, 75, 38, 30]) {
      app.pass(seconds)
      assert.equal(await check(solution), wrong, 'nor again later in its life')
    }
  })

  test('A63: is good for 300 s', async (t) => {
    const app = await openCaptchaApp(t, pow)
    const check = checkIn(app)
    const solutions = [solveWork((await app.askCaptcha()).json()), solveWork((await app.askCaptcha()).json())]
    app.pass(299)
    assert.match(await check(solutions[0] ?? ''), /^[0-9a-f]{32}$/)
    app.pass(1)
    assert.equal(await check(solutions[1] ?? ''), wrong)
  })

  test('A35: another client’s, a changed and an unsigned one are wrong', async (t) => {
    const files = { 'clients/other/client.json': { ...otherClient, captcha: ['pow'] } }
    const app = await openCaptchaApp(t, { ...pow, files })
    const check = checkIn(app)
    const solution = solveWork((await app.askCaptcha()).json())
    const { number, salt, ...rest } = read(solution)
    const later = salt.replace(/expires=\d+/, 'expires=9999999999')
    const [, head = '', tail = ''] = /^(.*&)(owner=.*)$/.exec(salt) ?? []
    const forged = [
      write({ ...rest, salt, number: number + 1 }),
      write({ ...rest, salt: later, number }),
      write({ ...rest, salt: head, number: `${tail}${number}` }),
      write({ ...rest, salt, number: String(number) }),
      write({ ...rest, salt, number, algorithm: 'SHA-1' }),
      write({ ...rest, salt, number, signature: '' }),
      write([]),
      'nothing',
    ]
    for (const payload of forged) assert.equal(await check(payload), wrong)
    assert.equal(await check(solution, ofOther), wrong)
    assert.match(await check(solution), /^[0-9a-f]{32}$/)
  })
})

/** A lost number: password and second factor stand for the code that nobody can read any more. */
import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { generate } from 'otplib'
import { mobile, openFlowApp, password } from './support/flow-app.ts'
import { bearer, type Json } from './support/http-app.ts'

const next = '13700137000'
const service = 'auths.loginTypes.services.AccountSvc'
const auth = 'auths.loginTypes.services.AuthSvc'

async function open(t: TestContext) {
  const app = await openFlowApp(t)
  const logIn = async () => (await app.byPassword()).session_token as string
  const token = await logIn()
  const asUser = (fullName: string, name: string, named: Json = {}, of = token) =>
    app.element(fullName, name, named, bearer(of))
  const { secret } = (await asUser(auth, 'enrolTotp')).json().data
  const totp = () => generate({ secret, epoch: Math.floor(app.now() / 1000) })
  const confirmed = (await asUser(auth, 'confirmTotp', { code: await totp() })).json().data
  async function newCode(phone = next, of = token): Promise<string> {
    app.pass(60)
    await asUser('auths.loginTypes.phone', 'sendMessage', { phone }, of)
    return app.codeOf(phone)
  }
  const replace = (named: Json, of = token) => asUser(service, 'replaceLostPhone', named, of)
  const number = async () => (await asUser(service, 'currentAccount')).json().data.phone
  return {
    ...app,
    logIn,
    token,
    asUser,
    totp,
    recovery: confirmed.recoveryCodes as string[],
    newCode,
    replace,
    number,
  }
}

const refusedAs = (answer: { json(): { errmsg: string } }) => answer.json().errmsg.split(':')[0]

describe('a lost number', () => {
  test('is replaced by password, factor and a code to the new one; the other sessions end', async (t) => {
    const app = await open(t)
    const code = await app.newCode()
    const answer = await app.replace({ password, factorCode: await app.totp(), phone: next, code })
    assert.equal(answer.statusCode, 200, answer.body)
    assert.equal(await app.number(), `+86${next}`)
    await app.rooms.audit.flush()
    const told = await app.app.inbox(mobile)
    assert.match(told[0]?.text ?? '', /changed|更换/)
    const again = await app.replace({ password, factorCode: await app.totp(), phone: next, code })
    assert.equal(again.statusCode, 400)
  })

  test('a recovery code does it once, also of five at once', async (t) => {
    const app = await open(t)
    const [factorCode = ''] = app.recovery
    const code = await app.newCode()
    const tries = Array.from({ length: 5 }, () => app.replace({ password, factorCode, phone: next, code }))
    const answers = await Promise.all(tries)
    assert.equal(answers.filter(({ statusCode }) => statusCode === 200).length, 1)
    const other = '13600136000'
    const later = { password, factorCode, phone: other, code: await app.newCode(other) }
    assert.equal((await app.replace(later)).statusCode, 400)
    assert.equal(await app.number(), `+86${next}`)
  })

  test('each proof is needed, and a failed one leaves the code of the new number good', async (t) => {
    const app = await open(t)
    const code = await app.newCode()
    const right = { password, factorCode: await app.totp(), phone: next, code }
    const wrong: readonly (readonly [Json, string])[] = [
      [{ ...right, code: code === '000000' ? '000001' : '000000' }, 'CODE_ERROR'],
      [{ ...right, password: 'not hers' }, 'PASSWORD_ERROR'],
      [{ ...right, factorCode: right.factorCode === '000000' ? '000001' : '000000' }, 'CODE_ERROR'],
      [{ ...right, phone: mobile }, 'CODE_EXPIRED'],
    ]
    for (const [named, refusal] of wrong)
      assert.deepEqual([named, refusedAs(await app.replace(named))], [named, refusal])
    assert.equal(await app.number(), `+86${mobile}`)
    assert.equal((await app.replace(right)).statusCode, 200)
  })

  test("not with a number that is somebody's, another user's code, nor an older login", async (t) => {
    const app = await open(t)
    const bob = '13500135000'
    const his = await app.login(bob)
    const taken = { password, phone: bob, code: await app.newCode(bob) }
    assert.equal(refusedAs(await app.replace({ ...taken, factorCode: await app.totp() })), 'PHONE_BOUND')
    const code = await app.newCode(next, his)
    const stolen = { password, factorCode: await app.totp(), phone: next, code }
    assert.equal(refusedAs(await app.replace(stolen)), 'CODE_EXPIRED')
    assert.equal(refusedAs(await app.replace(stolen, his)), 'NOT_BOUND')
    app.pass(600)
    assert.equal(refusedAs(await app.replace(stolen)), 'REAUTH_REQUIRED')
  })
})

/** Whose codes count where: spec 2, rule 2; spec 6, O6. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { TenantId } from '../../../src/base/ids.ts'
import type { AppView } from '../../../src/elements/app-view.ts'
import { openTestApp, type TestApp } from '../../support/open-test-app.ts'
import { outcome, refusal } from '../../support/refusals.ts'
import { addUser } from '../../users/add-user.ts'
import { amysPhone, anonymous, codeFor, newestCode, phoneOf, sdkOf, signedIn } from './phone-people.ts'

/** One number, two users without one, and everybody who may call. */
type Cast = {
  readonly opened: TestApp
  readonly phone: string
  readonly amy: string
  readonly system: AppView
  readonly nobody: AppView
  readonly amyHerself: AppView
  readonly bobHimself: AppView
  readonly bob: string
}

const senders: Record<string, (cast: Cast) => Promise<unknown>> = {
  'the system, naming no purpose': ({ system, phone }) => phoneOf(system).sendMessage(phone),
  'the system, for login': ({ system, phone }) => phoneOf(system).sendMessage(phone, 'login'),
  nobody: ({ nobody, phone }) => phoneOf(nobody).sendMessage(phone),
  'nobody, for login': ({ nobody, phone }) => phoneOf(nobody).sendMessage(phone, 'login'),
  Amy: ({ amyHerself, phone }) => phoneOf(amyHerself).sendMessage(phone),
  'Amy, for her account': ({ amyHerself, phone }) => phoneOf(amyHerself).sendMessage(phone, 'account'),
  'Amy, for login': ({ amyHerself, phone }) => phoneOf(amyHerself).sendMessage(phone, 'login'),
  'the SDK API': ({ opened, phone }) =>
    sdkOf(opened).login.sendCode(phone, { purpose: 'LOGIN_SMS', userId: undefined }),
}

const uses: Record<string, (cast: Cast, code: string) => Promise<unknown>> = {
  'nobody logs in': ({ nobody, phone }, code) => phoneOf(nobody).getLoginCode(phone, code),
  'Amy logs in': ({ amyHerself, phone }, code) => phoneOf(amyHerself).getLoginCode(phone, code),
  'the system logs in': ({ system, phone }, code) => phoneOf(system).getLoginCode(phone, code),
  'nobody registers': ({ nobody, phone }, code) => phoneOf(nobody).register(phone, code, 'New'),
  'Amy binds': ({ amyHerself, phone, amy }, code) => phoneOf(amyHerself).bind(amy, phone, code),
  'Bob binds': ({ bobHimself, phone, bob }, code) => phoneOf(bobHimself).bind(bob, phone, code),
  'the system binds Amy': ({ system, phone, amy }, code) => phoneOf(system).bind(amy, phone, code),
  'the SDK API logs in': ({ opened, phone }, code) => {
    const { login, client } = sdkOf(opened)
    return login.loginByMessage({ phone, code, purpose: 'LOGIN_SMS', client, autoRegister: true })
  },
}

const logins = ['nobody logs in', 'Amy logs in', 'the system logs in', 'nobody registers']
const accepted: Record<string, readonly string[]> = {
  'the system, naming no purpose': ['the system logs in', 'the system binds Amy'],
  'the system, for login': logins,
  nobody: logins,
  'nobody, for login': logins,
  Amy: ['Amy binds', 'the system binds Amy'],
  'Amy, for her account': ['Amy binds', 'the system binds Amy'],
  'Amy, for login': logins,
  'the SDK API': ['the SDK API logs in'],
}

async function castFor(opened: TestApp, phone: string): Promise<Cast> {
  const [amy, bob] = [await addUser(opened, 'Amy'), await addUser(opened, 'Bob')]
  return {
    opened,
    phone,
    amy,
    bob,
    system: opened.app,
    nobody: anonymous(opened),
    amyHerself: (await signedIn(opened, amy)).view,
    bobHimself: (await signedIn(opened, bob)).view,
  }
}

describe('spec 2 rule 2: a code carries the authority of who asked for it (A15)', () => {
  for (const [sender, send] of Object.entries(senders))
    test(`a code that was asked for by ${sender}`, async (t) => {
      const opened = await openTestApp(t)
      const took: string[] = []
      for (const [index, [use, act]] of Object.entries(uses).entries()) {
        const cast = await castFor(opened, `1380013800${index}`)
        await send(cast)
        const result = await outcome(act(cast, await newestCode(opened, cast.phone)))
        // A code of another purpose is as if there were none; USER_AUTH_MISS is told after a right code only.
        if (result !== 'CODE_EXPIRED') took.push(use)
        assert.ok(['ok', 'USER_AUTH_MISS', 'CODE_EXPIRED'].includes(result), `${use}: ${result}`)
      }
      assert.deepEqual(took, accepted[sender])
    })

  test('who may not have a purpose does not get it', async (t) => {
    const opened = await openTestApp(t)
    const { sendMessage } = phoneOf(anonymous(opened))
    await assert.rejects(sendMessage(amysPhone, 'account'), refusal('LOGIN_REQUIRED'))
    await assert.rejects(phoneOf(opened.app).sendMessage(amysPhone, 'account'), refusal('API_PARAMS_ERROR'))
    assert.deepEqual(await opened.app.inbox(), [])
  })

  test('a login code of the messages is wrong for unbind and checkMyMessage, and an account code for login', async (t) => {
    const opened = await openTestApp(t)
    const code = await codeFor(opened, amysPhone)
    const { userId } = await phoneOf(anonymous(opened)).register(amysPhone, code, 'Amy')
    const { phone: own, view } = await signedIn(opened, userId.value)
    opened.clock.advance(45_000)
    const login = await codeFor(opened, amysPhone)
    await assert.rejects(own.unbind(userId.value, login), refusal('CODE_EXPIRED'))
    await assert.rejects(own.checkMyMessage(login), refusal('CODE_EXPIRED'))
    await phoneOf(anonymous(opened)).getLoginCode(amysPhone, login)
    opened.clock.advance(45_000)
    const account = await codeFor(opened, amysPhone, view)
    await assert.rejects(phoneOf(anonymous(opened)).getLoginCode(amysPhone, account), refusal('CODE_EXPIRED'))
    await own.checkMyMessage(account)
  })

  test('codes of several purposes live beside each other', async (t) => {
    const opened = await openTestApp(t)
    const amy = await addUser(opened, 'Amy')
    const login = await codeFor(opened, amysPhone)
    opened.clock.advance(45_000)
    const { phone, view } = await signedIn(opened, amy)
    const account = await codeFor(opened, amysPhone, view)
    await phoneOf(anonymous(opened)).register(amysPhone, login, 'New')
    await assert.rejects(phone.bind(amy, amysPhone, account), refusal('PHONE_BOUND'))
  })
})

describe('spec 6 A14: a code of another place is wrong', () => {
  test('of another number', async (t) => {
    const opened = await openTestApp(t)
    const code = await codeFor(opened, amysPhone)
    const { register } = phoneOf(anonymous(opened))
    await assert.rejects(register('13900139000', code, 'Amy'), refusal('CODE_EXPIRED'))
    await register(amysPhone, code, 'Amy')
  })

  test('of another login type', async (t) => {
    const elements = {
      'auths.loginTypes.other': {
        type: 'auths.loginTypes.PhoneType',
        config: { smsFullName: 'SMS.console' },
      },
    }
    const opened = await openTestApp(t, { elements })
    const code = await codeFor(opened, amysPhone)
    const other = phoneOf(anonymous(opened), 'auths.loginTypes.other')
    await assert.rejects(other.register(amysPhone, code, 'Amy'), refusal('CODE_EXPIRED'))
    await phoneOf(anonymous(opened)).register(amysPhone, code, 'Amy')
  })

  test('of another tenant', async (t) => {
    const opened = await openTestApp(t)
    const code = await codeFor(opened, amysPhone)
    const other = anonymous(opened, { tenantId: 'other' as TenantId })
    await assert.rejects(phoneOf(other).register(amysPhone, code, 'Amy'), refusal('CODE_EXPIRED'))
    await phoneOf(anonymous(opened)).register(amysPhone, code, 'Amy')
  })
})

/** A lost number that administrators replace: asked on the login page, answered, objected to, carried out. */
import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { sweep } from '../../src/app/sweeper.ts'
import { defaultTenant, type UserId } from '../../src/base/ids.ts'
import type { E164 } from '../../src/base/phone-number.ts'
import type { CallContext } from '../../src/elements/caller.ts'
import { client, phoneSettings } from './support/app-files.ts'
import { type FlowOptions, mobile, openFlowApp, username } from './support/flow-app.ts'
import { bearer, type Headers, type Json } from './support/http-app.ts'

const next = '13700137000'
const third = '13600136000'
const reason = 'My phone fell into a lake'
const hours = 3600
const type = 'RECOVER_MOBILE_SMS'

const refusingKey = Symbol.for('latchkey.test.refusing-sms')
const refusingModule = `
import { ConsoleType } from 'latchkey'

const refusing = Reflect.get(globalThis, Symbol.for('latchkey.test.refusing-sms'))
const refused = {
  full: { reason: 'RATE_LIMITED' },
  unwilling: { reason: 'REJECTED' },
  without: { reason: 'REJECTED', detail: 'NO_TEMPLATE' },
  silent: { reason: 'TIMEOUT', perhapsSent: true },
}

export class Refusing extends ConsoleType {
  override async sendMessage(phoneList, params) {
    if (params.code !== undefined) return super.sendMessage(phoneList, params)
    const no = refused[refusing.is]
    if (no !== undefined) return phoneList.map((phone) => ({ phone, messageId: '', accepted: false, ...no }))
    refusing.told += 1
    return super.sendMessage(phoneList, params)
  }
}
`

/** An SMS service of which the test says what it does with messages without a code; it keeps codes in the inbox. */
const refusing = {
  is: 'willing' as 'willing' | 'full' | 'unwilling' | 'silent' | 'without',
  told: 0,
  files: {
    'SMS/Refusing/e.json': { title: 'Refusing', type: 'SMS.Console', backendBundleEntry: './refusing.ts' },
    'SMS/Refusing/refusing.ts': refusingModule,
    'SMS/refusing/e.json': { title: 'Refusing', type: 'SMS.Refusing' },
    'auths/loginTypes/phone/phone.json': { ...phoneSettings, smsFullName: 'SMS.refusing' },
  },
}

Object.assign(globalThis, { [refusingKey]: refusing })

async function open(t: TestContext, options: FlowOptions = {}) {
  const app = await openFlowApp(t, options)
  const { desk } = app.rooms.administrators
  const system: CallContext = {
    caller: { kind: 'system' },
    tenantId: defaultTenant,
    device: {},
    language: 'en',
  }
  const keyOf = async (role: 'auditor' | 'operator') =>
    bearer((await desk.makeKey({ title: role, role, days: 366 }, { name: 'test' }, system)).secret)
  const [auditor, operator] = [await keyOf('auditor'), await keyOf('operator')]
  const codeTo = async (number: string, headers: Headers = {}) =>
    String(await app.codeFor(type, number, headers))
  const send = (body: Json, headers: Headers = {}) =>
    app.post('/api/v1/login/recovery', body, { 'x-client-id': client.clientId, ...headers })
  /** Asks with a fresh code, and waits until the old number was told. */
  async function ask(account: string, number = next, headers: Headers = {}) {
    const code = await codeTo(number, headers)
    const answer = await send({ account, mobile: number, code, reason }, headers)
    await app.rooms.background.settled()
    return answer
  }
  const read = (url: string, headers: Headers) => app.ask({ method: 'GET', url, headers })
  const admin = async (path: string, headers = operator) => (await read(`/api/admin/${path}`, headers)).json()
  const list = async (query = '', headers = operator) =>
    (await admin(`recoveries${query}`, headers)).items as (Json & { readonly id: string })[]
  const act = (id: string, what: 'approve' | 'refuse', headers = operator) =>
    app.post(`/api/admin/recoveries/${id}/${what}`, {}, headers)
  const tend = async () => {
    await app.recoveryDesk.tend(100)
    await app.recoveryDesk.tellNotices()
  }
  const stateOf = async (id: string) => (await admin(`recoveries/${id}`)).state
  const numberOf = async () => (await admin(`users/${app.userId}`)).user.phone
  const audit = async (action: string) => {
    await app.rooms.audit.flush()
    return (await admin(`audit?action=${action}`)).items as Json[]
  }
  const told = async () => (await app.app.inbox(mobile)).filter(({ purpose }) => purpose === 'recovery-asked')
  /** The only one. */
  async function askOnce(account = username): Promise<string> {
    assert.equal((await ask(account)).statusCode, 200)
    const [one] = await list('?state=open')
    assert.ok(one !== undefined)
    return one.id
  }
  return {
    ...app,
    ...{
      auditor,
      operator,
      read,
      codeTo,
      send,
      ask,
      admin,
      list,
      act,
      tend,
      stateOf,
      numberOf,
      audit,
      told,
      askOnce,
    },
  }
}

describe('asking for another number', () => {
  test('by name or by the lost number; the old one is told in both languages, administrators see it', async (t) => {
    const app = await open(t)
    for (const account of [username, ` ${username.toUpperCase()}`, mobile, `+86 ${mobile}`]) {
      const answer = await app.ask(account, next, {})
      assert.deepEqual([answer.statusCode, answer.json()], [200, { waitHours: 72 }], account)
      const [one = { id: '' }, ...more] = await app.list('?state=open')
      assert.deepEqual([one.userId, one.nick, one.reason, more], [app.userId, 'Alice', reason, []])
      assert.deepEqual(
        [one.oldPhone, one.newPhone, one.state, one.notice],
        [`+86${mobile}`, `+86${next}`, 'asked', 'sent'],
      )
      assert.equal(Number(one.dueAt) - Number(one.askedAt), 72 * hours * 1000)
      const [message] = await app.told()
      assert.match(message?.text ?? '', /申请更换.*\n.*log in with this number: that stops it/)
      assert.equal((await app.act(one.id, 'refuse')).statusCode, 204)
      app.pass(24 * hours)
    }
    assert.deepEqual(app.defects, [])
  })

  test('auditors see numbers masked and answer nothing', async (t) => {
    const app = await open(t)
    const id = await app.askOnce()
    const shown = JSON.stringify([
      await app.list('', app.auditor),
      await app.admin(`recoveries/${id}`, app.auditor),
    ])
    assert.match(shown, /\+86138\*\*\*\*8000.*\+86137\*\*\*\*7000/)
    assert.doesNotMatch(shown, new RegExp(`${mobile}|${next}`))
    for (const what of ['approve', 'refuse'] as const)
      assert.equal((await app.act(id, what, app.auditor)).json().error, 'FORBIDDEN')
    assert.equal(await app.stateOf(id), 'asked')
  })

  test('the answer is the same for nobody, for who is switched off, and while one is open', async (t) => {
    const app = await open(t)
    const answers = [await app.ask('nobody'), await app.ask('13900000000', third), await app.ask(username)]
    app.pass(24 * hours)
    answers.push(await app.ask(username))
    const [first] = await app.list()
    await app.act(first?.id ?? '', 'refuse')
    app.pass(24 * hours)
    await app.post(`/api/admin/users/${app.userId}/disable`, {}, app.operator)
    answers.push(await app.ask(username))
    const shapes = answers.map(({ statusCode, body, headers }) => [
      statusCode,
      body,
      Object.keys(headers).sort(),
    ])
    for (const shape of shapes) assert.deepEqual(shape, shapes[0])
    assert.equal((await app.list()).length, 1)
    assert.equal((await app.told()).length <= 1, true)
    const results = (await app.audit('recovery.ask')).map(({ result }) => result)
    assert.deepEqual(results.toSorted(), [
      'RECOVERY_OVER',
      'RECOVERY_OVER',
      'USER_AUTH_MISS',
      'USER_AUTH_MISS',
      'success',
    ])
    assert.deepEqual(app.defects, [])
  })

  test('only with a code that went to the new number for this, of a number that nobody has', async (t) => {
    const app = await open(t)
    const wrong = async (body: Json) => (await app.send({ account: username, reason, ...body })).json().error
    const forLogin = await app.codeFor('LOGIN_SMS', third)
    assert.equal(await wrong({ mobile: third, code: forLogin }), 'CODE_EXPIRED')
    const code = await app.codeTo(next)
    assert.equal(await wrong({ mobile: next, code: code === '000000' ? '000001' : '000000' }), 'CODE_ERROR')
    assert.equal(await wrong({ mobile: third, code }), 'CODE_EXPIRED')
    assert.equal(await wrong({ mobile: next, code, reason: ' ' }), 'API_PARAMS_ERROR')
    assert.equal(await wrong({ mobile: mobile, code: await app.codeTo(mobile) }), 'PHONE_BOUND')
    assert.deepEqual(await app.list(), [])
    assert.equal(
      (await app.send({ account: username, mobile: next, code: await app.codeTo(next), reason })).statusCode,
      200,
    )
    assert.equal(await wrong({ mobile: next, code }), 'CODE_EXPIRED')
  })

  test('a captcha comes before the code, as before every message', async (t) => {
    const app = await open(t, { client: { captcha: ['slider'] } })
    const sent = await app.call('sms/send', { mobile: next, type })
    assert.equal(sent.error_code, 'IDAAS.SDK.CAPTCHA.0002')
  })

  test('not where the client does not want it', async (t) => {
    const app = await open(t, { client: { recovery: false } })
    const headers = { 'x-client-id': client.clientId }
    assert.equal((await app.read('/api/v1/login/page', headers)).json().mayRecover, false)
    assert.equal((await app.call('sms/send', { mobile: next, type })).error_code, 'IDAAS.SDK.PARAM.9006')
    const asked = await app.send({ account: username, mobile: next, code: '000000', reason })
    assert.equal(asked.json().error, 'RECOVERY_OFF')
  })

  test('limits: of an account, of the new number, of an address; alike for accounts that are not there', async (t) => {
    const app = await open(t, { server: { trustedProxies: ['127.0.0.1'] } })
    const from = (address: string) => ({ 'x-forwarded-for': address })
    let n = 0
    const fresh = () => `1370013${String(7001 + n++)}`
    const tries = async (list: readonly (readonly [account: string, number: string, address: string])[]) => {
      const errors: unknown[] = []
      for (const [account, number, address] of list)
        errors.push((await app.ask(account, number, from(address))).json().error)
      return errors
    }
    const limited = 'RATE_LIMITED'
    const free = undefined
    const address = () => `8.8.${n}.8`
    for (const account of [username, 'nobody']) {
      const asked = [1, 2, 3, 4].map(() => [account, fresh(), address()] as const)
      assert.deepEqual(await tries(asked), [free, free, free, limited], account)
    }
    assert.deepEqual(await tries(['a1', 'a2', 'a3'].map((account) => [account, third, address()] as const)), [
      free,
      free,
      limited,
    ])
    const asked = ['b1', 'b2', 'b3', 'b4', 'b5', 'b6'].map(
      (account) => [account, fresh(), '9.9.9.9'] as const,
    )
    assert.deepEqual(await tries(asked), [free, free, free, free, free, limited])
    app.pass(24 * hours)
    assert.deepEqual(await tries([['b6', fresh(), '9.9.9.9']]), [free])
    assert.deepEqual(app.defects, [])
  })

  test('the message takes no room of the number, and tells nobody that there is such an account', async (t) => {
    const app = await open(t)
    const ready = async (account: string, lost: string, number: string) => {
      const code = await app.codeTo(number)
      await app.send({ account, mobile: number, code, reason })
      await app.rooms.background.settled()
      return app.sdk('sms/send', { mobile: lost, type: 'LOGIN_SMS' })
    }
    const [there, not] = [await ready(mobile, mobile, next), await ready('13900139000', '13900139000', third)]
    assert.deepEqual([there.statusCode, there.body], [not.statusCode, not.body])
    assert.deepEqual([there.statusCode, (await app.told()).length], [200, 1])
    // Nor does a full limit of the number keep the message back.
    const [one = { id: '' }] = await app.list()
    await app.act(one.id, 'refuse')
    const code = await app.codeTo(next)
    await app.call('sms/send', { mobile, type: 'LOGIN_SMS' })
    await app.send({ account: username, mobile: next, code, reason })
    await app.rooms.background.settled()
    assert.deepEqual([(await app.told()).length, (await app.list())[0]?.notice], [2, 'sent'])
  })

  test('a number that was not told is told later, by one of several processes; the time runs from then', async (t) => {
    const app = await open(t, { files: refusing.files })
    refusing.is = 'full'
    const id = await app.askOnce()
    assert.equal((await app.list())[0]?.notice, 'waiting')
    refusing.is = 'willing'
    app.pass(10 * hours)
    await Promise.all([app.tend(), app.tend(), app.tend()])
    const one = await app.admin(`recoveries/${id}`)
    assert.deepEqual([one.notice, Number(one.dueAt) - app.now()], ['sent', 72 * hours * 1000])
    assert.equal(refusing.told, 1)
    await app.act(id, 'approve')
    app.pass(72 * hours - 1)
    await app.tend()
    assert.equal(await app.stateOf(id), 'approved')
    app.pass(1)
    await app.tend()
    assert.deepEqual([await app.stateOf(id), await app.numberOf()], ['completed', `+86${next}`])
  })

  test('no number is replaced that could not be told, whoever approves it; that ends in time', async (t) => {
    for (const is of ['unwilling', 'silent'] as const) {
      const app = await open(t, { files: refusing.files })
      refusing.is = is
      const id = await app.askOnce()
      assert.equal((await app.list())[0]?.notice, 'failed', is)
      assert.equal((await app.act(id, 'approve')).statusCode, 204)
      app.pass(73 * hours)
      await app.tend()
      assert.deepEqual([await app.stateOf(id), await app.numberOf()], ['approved', `+86${mobile}`])
      app.pass(7 * 24 * hours)
      await app.tend()
      assert.deepEqual([await app.stateOf(id), await app.numberOf()], ['expired', `+86${mobile}`])
      assert.deepEqual(app.defects, [])
    }
  })
})

describe('the old number, when it was replaced', () => {
  /** Whoever logged in by its code changes it at once: the vendor takes no second message in that minute. */
  async function robbed(t: TestContext, then: typeof refusing.is = 'full') {
    const app = await open(t, { files: refusing.files })
    refusing.is = 'willing'
    const token = String((await app.bySms()).session_token)
    const element = (name: string, named: Json) =>
      app.element('auths.loginTypes.phone', name, named, bearer(token))
    const code = async (number: string) => {
      app.pass(60)
      await element('sendMessage', { phone: number })
      return app.app.inbox(number).then(([newest]) => newest?.code ?? '')
    }
    const { ticket } = (await element('checkMyMessage', { code: await code(mobile) })).json().data
    refusing.is = then
    const named = { userId: app.userId, ticket, newPhone: next, newCode: await code(next) }
    const changed = await element('updatePhone', named)
    assert.equal(changed.statusCode, 200, changed.body)
    assert.equal(await app.numberOf(), `+86${next}`)
    const heard = async () =>
      (await app.app.inbox(mobile)).filter(({ purpose }) => purpose === 'phone-changed').length
    assert.equal(await heard(), 0)
    return { ...app, heard }
  }

  test('hears of it later where the vendor wants a pause, once, from one of several processes', async (t) => {
    const app = await robbed(t)
    refusing.is = 'willing'
    app.pass(59)
    await app.tend()
    assert.equal(await app.heard(), 0)
    app.pass(1)
    await Promise.all([app.tend(), app.tend(), app.tend()])
    assert.equal(await app.heard(), 1)
    app.pass(120)
    await app.tend()
    assert.deepEqual([await app.heard(), await app.rooms.notices.listDue(app.now() * 2, 9)], [1, []])
    assert.deepEqual(app.defects, [])
  })

  test('is not tried any more after three days; what cannot be told at all is not tried again', async (t) => {
    const app = await robbed(t)
    app.pass(72 * hours)
    refusing.is = 'willing'
    await app.tend()
    assert.deepEqual([await app.heard(), await app.rooms.notices.listDue(app.now() * 2, 9)], [0, []])
    const [record] = await app.audit('phone.notify')
    assert.deepEqual([record?.result, record?.detail], ['SMS_SEND_FAILED', 'ENDED'])
    const never = await robbed(t, 'without')
    assert.deepEqual(await never.rooms.notices.listDue(never.now() * 2, 9), [])
  })

  test('many are told a few at a time', async (t) => {
    const app = await open(t)
    const notice = (n: number) => ({
      tenantId: defaultTenant,
      id: `n${n}`,
      purpose: 'phone-changed' as const,
      loginType: n === 0 ? 'auths.loginTypes.gone' : 'auths.loginTypes.phone',
      clientId: undefined,
      phone: `+86139001390${10 + n}` as E164,
      nextAt: app.now(),
      endsAt: app.now() + 1000 * hours,
    })
    const all = Array.from({ length: 61 }, (_, n) => notice(n))
    await app.rooms.database.commit(all.map((one) => app.rooms.notices.insert(one)))
    const left = async () => (await app.rooms.notices.listDue(app.now() * 2, 99)).length
    await app.recoveryDesk.tellNotices()
    assert.equal((await left()) >= 11, true)
    await app.recoveryDesk.tellNotices()
    assert.equal(await left(), 1, 'the one of a login type that is gone waits for its end')
  })
})

describe('a request for another number', () => {
  test('approved, it is carried out when the time is over: sessions end, the second factor stays', async (t) => {
    const app = await open(t, { client: { mfa: 'optional' } })
    const { secret } = await app.enrol()
    const id = await app.askOnce()
    assert.equal((await app.act(id, 'approve')).statusCode, 204)
    app.pass(72 * hours - 1)
    await app.tend()
    assert.deepEqual([await app.stateOf(id), await app.numberOf()], ['approved', `+86${mobile}`])
    const before = await app.byPassword()
    const waiting = { 'x-state-token': String(before.state_token) }
    const session = await app.call('mfa/totp', { code: await app.totp(secret) }, waiting)
    assert.equal(session.status, 'SUCCESS', 'a login by password does not object')
    app.pass(1)
    await app.tend()
    assert.deepEqual([await app.stateOf(id), await app.numberOf()], ['completed', `+86${next}`])
    assert.equal((await app.read('/api/v1/session', bearer(String(session.session_token)))).statusCode, 401)
    assert.equal((await app.byPassword()).status, 'MFA_AUTH')
    const code = await app.codeFor('LOGIN_SMS', next)
    const logged = await app.call('login/mobile-verify-code', { mobile: next, verify_code: code })
    assert.equal(logged.status, 'MFA_AUTH', 'the new number opens the account, and the factor is asked')
    const records = [...(await app.audit('recovery.')), ...(await app.audit('phone.change'))]
    assert.deepEqual(records.map(({ action, actor, userId }) => [action, actor, userId]).toSorted(), [
      ['phone.change', 'system', app.userId],
      ['recovery.approve', 'admin:key operator', app.userId],
      ['recovery.ask', 'anonymous', app.userId],
      ['recovery.complete', 'system', app.userId],
      ['recovery.notify', 'system', null],
    ])
    assert.deepEqual(app.defects, [])
  })

  test('approved late, it is carried out at once; refused, never', async (t) => {
    const app = await open(t)
    const refused = await app.askOnce()
    await app.act(refused, 'refuse')
    app.pass(73 * hours)
    await app.tend()
    assert.deepEqual([await app.stateOf(refused), await app.numberOf()], ['refused', `+86${mobile}`])
    const id = await app.askOnce()
    app.pass(80 * hours)
    await app.tend()
    assert.equal(await app.stateOf(id), 'asked')
    await app.act(id, 'approve')
    await app.tend()
    assert.deepEqual([await app.stateOf(id), await app.numberOf()], ['completed', `+86${next}`])
  })

  test('a login with the old number cancels it, before and after it was approved', async (t) => {
    const app = await open(t)
    for (const approved of [false, true]) {
      const id = await app.askOnce()
      if (approved) await app.act(id, 'approve')
      assert.equal((await app.bySms()).status, 'SUCCESS')
      assert.equal(await app.stateOf(id), 'cancelled')
      app.pass(73 * hours)
      await app.tend()
      assert.equal(await app.numberOf(), `+86${mobile}`)
      assert.equal((await app.act(id, 'approve')).json().error, 'RECOVERY_OVER')
    }
    assert.equal((await app.audit('recovery.cancel')).length, 2)
    assert.equal((await app.act('none', 'approve')).json().error, 'RECOVERY_MISSING')
  })

  test('who is signed in otherwise sees and cancels it', async (t) => {
    const app = await open(t)
    const token = bearer(String((await app.byPassword()).session_token))
    const account = async (name: string) =>
      app.element('auths.loginTypes.services.AccountSvc', name, {}, token)
    assert.equal((await account('currentAccount')).json().data.recovery, null)
    assert.equal((await account('cancelRecovery')).statusCode, 404)
    const id = await app.askOnce()
    const { recovery } = (await account('currentAccount')).json().data
    assert.deepEqual([recovery.phone, recovery.approved], ['+86137****7000', false])
    assert.equal(recovery.dueAt - recovery.askedAt, 72 * hours * 1000)
    await app.act(id, 'approve')
    assert.equal((await account('currentAccount')).json().data.recovery.approved, true)
    assert.equal((await account('cancelRecovery')).statusCode, 200)
    assert.equal(await app.stateOf(id), 'cancelled')
    assert.equal((await account('cancelRecovery')).statusCode, 404)
    assert.deepEqual(app.defects, [])
  })

  test('the code of the old number as second factor cancels it too', async (t) => {
    const app = await open(t, { client: { mfa: 'required' } })
    const id = await app.askOnce()
    const waiting = { 'x-state-token': String((await app.byPassword()).state_token) }
    const code = await app.codeFor('MFA_AUTH_SMS', mobile, waiting)
    assert.equal((await app.call('mfa/sms', { mobile, verify_code: code }, waiting)).status, 'SUCCESS')
    assert.equal(await app.stateOf(id), 'cancelled')
  })

  test('it fails where the new number was taken meanwhile, or the account switched off', async (t) => {
    const app = await open(t)
    const [taken, off] = [next, third]
    await app.ask(username, taken)
    const [first = { id: '' }] = await app.list()
    await app.act(first.id, 'approve')
    app.pass(73 * hours)
    await app.login(taken)
    await app.tend()
    assert.equal(await app.stateOf(first.id), 'failed')
    await app.ask(username, off)
    const [second = { id: '' }] = await app.list('?state=open')
    await app.act(second.id, 'approve')
    await app.post(`/api/admin/users/${app.userId}/disable`, {}, app.operator)
    app.pass(73 * hours)
    await app.tend()
    assert.deepEqual([await app.stateOf(second.id), await app.numberOf()], ['failed', `+86${mobile}`])
    const results = (await app.audit('recovery.complete')).map(({ result }) => result)
    assert.deepEqual(results, ['USER_DISABLED', 'PHONE_BOUND'])
  })

  test('without an answer it expires, and what is over goes in time', async (t) => {
    const app = await open(t)
    const id = await app.askOnce()
    app.pass((72 + 7 * 24) * hours - 60)
    await app.tend()
    assert.equal(await app.stateOf(id), 'asked')
    app.pass(60)
    await app.tend()
    assert.equal(await app.stateOf(id), 'expired')
    const prune = () => sweep(app.rooms, { auditDays: 180, deviceDays: 400 }, () => false)
    app.pass(180 * 24 * hours - 60)
    await prune()
    assert.equal(await app.stateOf(id), 'expired')
    app.pass(120)
    await prune()
    assert.deepEqual(await app.rooms.recoveries.find(defaultTenant, id), undefined)
    assert.equal((await app.ask(username)).statusCode, 200)
    assert.equal((await app.list('?state=open')).length, 1)
  })

  test('it goes with its user', async (t) => {
    const app = await open(t)
    await app.askOnce()
    const removed = await app.post(`/api/admin/users/${app.userId}`, undefined, app.operator, 'DELETE')
    assert.equal(removed.statusCode, 204, removed.body)
    assert.deepEqual(await app.list(), [])
  })

  test('lists page by state, newest first, and only of their tenant', async (t) => {
    const app = await open(t)
    const ids: string[] = []
    for (const number of [next, third]) {
      await app.ask(username, number)
      const [one = { id: '' }] = await app.list('?state=open')
      ids.unshift(one.id)
      if (number === next) await app.act(one.id, 'refuse')
    }
    const page = await app.admin('recoveries?limit=1')
    const rest = await app.admin(`recoveries?limit=1&after=${page.next}`)
    assert.deepEqual([page.items[0].id, rest.items[0].id, rest.next], [...ids, null])
    const states = async (query: string) => (await app.list(query)).map(({ id }) => id)
    assert.deepEqual(await states('?state=refused'), [ids[1]])
    assert.deepEqual(await states('?state=asked'), [ids[0]])
    assert.deepEqual(await states('?tenant=other'), [])
    assert.equal((await app.admin(`recoveries/${ids[0]}?tenant=other`)).error, 'RECOVERY_MISSING')
    const strange = await app.post(
      `/api/admin/recoveries/${ids[0]}/approve`,
      { tenant: 'other' },
      app.operator,
    )
    assert.equal(strange.json().error, 'RECOVERY_MISSING')
  })
})

describe('a request for another number, when several come at once', () => {
  test('of many administrators one approves', async (t) => {
    const app = await open(t)
    const id = await app.askOnce()
    const answers = await Promise.all(Array.from({ length: 6 }, () => app.act(id, 'approve')))
    assert.deepEqual(answers.map(({ statusCode }) => statusCode).toSorted(), [204, 409, 409, 409, 409, 409])
  })

  test('of one who approves and one who refuses, the refusal holds', async (t) => {
    const app = await open(t)
    const id = await app.askOnce()
    const answers = await Promise.all([app.act(id, 'approve'), app.act(id, 'refuse')])
    assert.equal(answers[1]?.statusCode, 204)
    app.pass(73 * hours)
    await app.tend()
    assert.deepEqual([await app.stateOf(id), await app.numberOf()], ['refused', `+86${mobile}`])
  })

  test('of many requests for one account one stands', async (t) => {
    const app = await open(t)
    const numbers = ['13700137001', '13700137002', '13700137003']
    const codes: string[] = []
    for (const number of numbers) codes.push(await app.codeTo(number))
    const asked = numbers.map((number, i) =>
      app.send({ account: username, mobile: number, code: codes[i], reason }),
    )
    for (const answer of await Promise.all(asked)) assert.equal(answer.statusCode, 200)
    await app.rooms.background.settled()
    assert.deepEqual([(await app.list()).length, (await app.told()).length], [1, 1])
  })

  for (const first of ['login', 'tend'] as const)
    test(`an objection and its carrying out, ${first} first: one of the two and nothing in between`, async (t) => {
      const app = await open(t)
      const id = await app.askOnce()
      await app.act(id, 'approve')
      app.pass(73 * hours)
      const code = await app.codeFor('LOGIN_SMS')
      const login = () => app.call('login/mobile-verify-code', { mobile, verify_code: code })
      const begun = first === 'login' ? [login(), app.tend()] : [app.tend(), login()]
      const done = await Promise.all([...begun, app.tend()])
      const status = (done[first === 'login' ? 0 : 1] as Json).status
      const user = await app.rooms.users.find(defaultTenant, app.userId as UserId)
      const objected = ['cancelled', 'SUCCESS', `+86${mobile}`, null]
      const carriedOut = ['completed', undefined, `+86${next}`, null]
      const found = [await app.stateOf(id), status, await app.numberOf(), user?.recovery_id]
      assert.deepEqual(found, found[0] === 'cancelled' ? objected : carriedOut)
      assert.deepEqual(app.defects, [])
    })
})

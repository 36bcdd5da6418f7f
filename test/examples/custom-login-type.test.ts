/** examples/custom-login-type: who is new needs an invitation, whichever way they come, and each invitation lets one in. */
import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import type { InvitationPhoneLogin } from '../../examples/custom-login-type/auths/loginTypes/PhoneType/invitation-phone-type.ts'
import { ConfigurationFaults } from '../../src/elements/fault.ts'
import { atOnce, outcome, refusal } from '../support/refusals.ts'
import { openExample } from './open-example.ts'

const ann = 'ann-0123456789abcdef'
const bob = 'bob-0123456789abcdef'
const phone = '13800138000'

async function openInvited(t: TestContext) {
  const example = await openExample(t, 'custom-login-type', { INVITATION_ANN: ann, INVITATION_BOB: bob })
  const login = example.app.getElement<InvitationPhoneLogin>('auths.loginTypes.phone')

  /** The code that nobody in particular was sent for an element call. */
  async function codeFor(number: string): Promise<string> {
    const { status } = await example.element('sendMessage', { phone: number })
    assert.equal(status, 200)
    return (await example.app.inbox(number))[0]?.code ?? ''
  }

  async function sdkCodeFor(mobile: string): Promise<string> {
    const { status } = await example.sdk('sms/send', { mobile, type: 'LOGIN_SMS' })
    assert.equal(status, 200)
    return (await example.app.inbox(mobile))[0]?.code ?? ''
  }

  /** A right code tells whether the number belongs to someone. */
  async function isKnown(number: string): Promise<boolean> {
    example.clock.advance(60_000)
    const { json } = await example.element('getLoginCode', { phone: number, code: await codeFor(number) })
    return json.errcode === 0
  }

  return { ...example, login, codeFor, sdkCodeFor, isKnown }
}

describe('examples/custom-login-type', () => {
  test('with an invitation a new number registers, in-process and over HTTP', async (t) => {
    const { app, login, element, codeFor } = await openInvited(t)
    await login.sendMessage(phone)
    const code = (await app.inbox(phone))[0]?.code ?? ''
    const user = await login.register({ phone, code, nick: 'Ann', invitation: ann })
    assert.equal(user.phone.value, '+8613800138000')

    const over = await element('register', {
      phone: '13900139000',
      code: await codeFor('13900139000'),
      nick: 'Bob',
      invitation: bob,
    })
    assert.equal(over.status, 200)
    assert.equal(typeof (over.json.data as { loginCode?: unknown }).loginCode, 'string')
  })

  test('it is the official Type by its name, so SDK clients reach it too', async (t) => {
    const { elements } = await openInvited(t)
    const type = elements.registry().element('auths.loginTypes.PhoneType')
    assert.equal(type?.appId, 'acme.invited')
    assert.deepEqual(elements.registry().element('auths.loginTypes.phone')?.chain, [
      'auths.loginTypes.PhoneType',
      'auths.loginTypes.Meta',
    ])
  })

  test('without one nobody becomes a user: element face', async (t) => {
    const { element, codeFor, isKnown } = await openInvited(t)
    const known = { phone, code: await codeFor(phone), nick: 'Eve' }
    assert.match(
      String((await element('register', known)).json.errmsg),
      /^API_PARAMS_ERROR: .*invitation is missing/,
    )
    for (const invitation of [
      '',
      ' ',
      'guess-0123456789ab',
      `${ann}x`,
      ann.toUpperCase(),
      '{{INVITATION_ANN}}',
    ]) {
      const { status, json } = await element('register', { ...known, invitation })
      assert.deepEqual([status, json.errcode], [400, 9000], invitation)
      assert.match(String(json.errmsg), /^INVITATION_INVALID: /)
    }
    assert.equal(await isKnown(phone), false)
  })

  test('without one nobody becomes a user: SDK API with auto-registration', async (t) => {
    const { sdk, sdkCodeFor, isKnown } = await openInvited(t)
    const body = { mobile: phone, verify_code: await sdkCodeFor(phone) }
    const { status, json } = await sdk('login/mobile-verify-code', body)
    assert.equal(status, 400)
    assert.deepEqual(Object.keys(json).toSorted(), ['error_code', 'error_msg'])
    const more = await sdk('login/mobile-verify-code', { ...body, invitation: ann })
    assert.equal(more.status, 400)
    assert.equal(await isKnown(phone), false)
  })

  test('without one nobody becomes a user: in-process, where the system calls', async (t) => {
    const { app, login, isKnown } = await openInvited(t)
    await login.sendMessage(phone)
    const code = (await app.inbox(phone))[0]?.code ?? ''
    await assert.rejects(
      login.register(phone, code, 'Eve', 'nothing of the kind'),
      refusal('INVITATION_INVALID'),
    )
    assert.equal(await isKnown(phone), false)
  })

  test('a known user logs in without one, on both faces', async (t) => {
    const { element, sdk, sdkCodeFor, codeFor, clock } = await openInvited(t)
    const code = await codeFor(phone)
    await element('register', { phone, code, nick: 'Ann', invitation: ann })
    clock.advance(60_000)
    const { json } = await element('getLoginCode', { phone, code: await codeFor(phone) })
    assert.equal(json.errcode, 0)
    clock.advance(60_000)
    const login = await sdk('login/mobile-verify-code', {
      mobile: phone,
      verify_code: await sdkCodeFor(phone),
    })
    assert.deepEqual([login.status, login.json.status], [200, 'SUCCESS'])
  })

  test('an invitation lets one person in, also of twenty who come at once', async (t) => {
    const { login, app } = await openInvited(t)
    const numbers = Array.from({ length: 20 }, (_, index) => `1380013${8000 + index}`)
    const codes = new Map<string, string>()
    for (const number of numbers) {
      await login.sendMessage(number)
      codes.set(number, (await app.inbox(number))[0]?.code ?? '')
    }
    const register = (number: string, invitation: string) =>
      login.register(number, codes.get(number) ?? '', 'One', invitation)
    const ends = await atOnce(20, (index) => register(numbers[index] ?? '', ann))
    assert.deepEqual(ends, { ok: 1, INVITATION_INVALID: 19 })
    const late = await Promise.all(
      numbers.map((number) => outcome(login.getLoginCode(number, codes.get(number) ?? ''))),
    )
    assert.equal(
      late.filter((code) => code === 'USER_AUTH_MISS').length,
      19,
      'the codes of the others are still good',
    )
    const loser = numbers[late.indexOf('USER_AUTH_MISS')] ?? ''
    assert.equal(await outcome(register(loser, bob)), 'ok')
  })

  test('a registration that fails for another reason leaves the invitation unspent', async (t) => {
    const { login, app, clock } = await openInvited(t)
    await login.sendMessage(phone)
    const right = (await app.inbox(phone))[0]?.code ?? ''
    const wrong = right === '000000' ? '111111' : '000000'
    await assert.rejects(login.register(phone, wrong, 'Ann', ann), refusal('CODE_ERROR'))
    await login.register(phone, right, 'Ann', bob)
    clock.advance(60_000)
    await login.sendMessage(phone)
    const again = (await app.inbox(phone))[0]?.code ?? ''
    await assert.rejects(login.register(phone, again, 'Ann', ann), refusal('PHONE_BOUND'))
    await login.sendMessage('13900139000')
    const other = (await app.inbox('13900139000'))[0]?.code ?? ''
    assert.equal(await outcome(login.register('13900139000', other, 'Ann', ann)), 'ok')
  })

  test('its refusal has a text in both languages, on both faces', async (t) => {
    const { element, sdk, sdkCodeFor, codeFor } = await openInvited(t)
    const named = { phone, code: await codeFor(phone), nick: 'Eve', invitation: 'none' }
    assert.equal(
      (await element('register', named)).json.errmsg,
      'INVITATION_INVALID: The invitation is not valid or was used already',
    )
    assert.equal(
      (await element('register', named, 'zh-CN')).json.errmsg,
      'INVITATION_INVALID: 邀请码无效或已被使用',
    )
    const body = { mobile: '13900139000', verify_code: await sdkCodeFor('13900139000') }
    assert.match(
      String((await sdk('login/mobile-verify-code', body, 'zh')).json.error_msg),
      /邀请码无效或已被使用/,
    )
    assert.match(
      String((await sdk('login/mobile-verify-code', body)).json.error_msg),
      /invitation is not valid/,
    )
  })

  test('the API document asks for the invitation, and the registered invitations are nowhere to be read', async (t) => {
    const { get, element } = await openInvited(t)
    const { payload } = await get('/openapi.json')
    const { paths } = JSON.parse(payload)
    const path = Object.keys(paths).find((name) => name.endsWith('/phone/register')) ?? ''
    const schema = JSON.stringify(paths[path])
    assert.match(schema, /"required":\["phone","code","nick","invitation"\]/)
    const config = JSON.stringify((await element('getLoginConfig', {})).json)
    for (const text of [payload, config]) for (const secret of [ann, bob]) assert.ok(!text.includes(secret))
  })

  test('an invitation that the environment does not hold, or a short one, stops the start without its value', async (t) => {
    const faultsOf = async (environment: Record<string, string>) => {
      const error = await openExample(t, 'custom-login-type', environment).catch((caught: unknown) => caught)
      assert.ok(error instanceof ConfigurationFaults)
      return error.message
    }
    assert.match(
      await faultsOf({ INVITATION_ANN: ann }),
      /^auths\/loginTypes\/phone\/phone\.json: \/invitations\/1: the environment has no INVITATION_BOB$/,
    )
    const short = await faultsOf({ INVITATION_ANN: ann, INVITATION_BOB: 'hunter2' })
    assert.match(short, /\/invitations\/1: /)
    assert.ok(!short.includes('hunter2'))
  })
})

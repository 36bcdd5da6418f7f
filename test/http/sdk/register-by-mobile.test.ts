/** `register/mobile-verify-code`: a number becomes a user, with a name and password where they are given (spec 5). */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { decodeJwt } from 'jose'
import { bearer } from '../support/http-app.ts'
import { mobile, openRegisterApp } from './open-register-app.ts'

const wrong = (code: string) => (code === '000000' ? '000001' : '000000')
const named = { user_name: 'LiLei', pwd: 'correct horse' }

describe('spec 5: register/mobile-verify-code', () => {
  test('makes the user and logs in: status, session_token, expire, id_token', async (t) => {
    const app = await openRegisterApp(t)
    const answer = await app.register({
      mobile,
      verify_code: await app.codeFor(),
      ...named,
      name: '李雷',
      email: 'li.lei@shop.example',
      head_img: ' https://pictures.example/1.png',
      attr_gender: 'male',
      attr_birthday: '1992-02-29',
      attr_nick_name: 'Lei',
      mailing_address: '武汉市',
      zip_code: '430000',
      first_name: 'Lei',
      middle_name: 'X.',
      last_name: 'Li',
      industry: 'Trade',
      extension: { age: '18' },
    })
    assert.deepEqual(Object.keys(answer), ['status', 'session_token', 'expire', 'id_token'])
    assert.equal(answer.status, 'SUCCESS')
    const { id, ...api } = JSON.parse(String(decodeJwt(String(answer.id_token)).api))
    assert.deepEqual(api, {
      userName: 'LiLei',
      name: '李雷',
      mobile: `+86-${mobile}`,
      email: 'li.lei@shop.example',
    })
    const session = (await app.get('/api/v1/session', bearer(String(answer.session_token)))).json()
    assert.deepEqual([session.user.userId, session.user.nick, session.method], [id, 'Lei', 'sms'])
    assert.deepEqual(await app.profile(), {
      head_img: 'https://pictures.example/1.png',
      attr_gender: 'male',
      attr_birthday: '1992-02-29',
      mailing_address: '武汉市',
      zip_code: '430000',
      first_name: 'Lei',
      middle_name: 'X.',
      last_name: 'Li',
      industry: 'Trade',
    })
  })

  test('number and code are enough; the nick is the masked number, and no profile is kept', async (t) => {
    const app = await openRegisterApp(t)
    assert.equal((await app.register({ mobile, verify_code: await app.codeFor() })).status, 'SUCCESS')
    const [user] = await app.rows('users')
    assert.deepEqual([user?.nick, user?.username, user?.login_methods], ['138****8000', null, 1])
    assert.deepEqual(await app.rows('user_profiles'), [])
  })

  test('name and password log in afterwards, and count as a way to log in', async (t) => {
    const app = await openRegisterApp(t)
    await app.register({ mobile, verify_code: await app.codeFor(), ...named })
    const byName = { user_name: 'lilei', password: named.pwd }
    assert.equal((await app.sdk('login', byName)).json().status, 'SUCCESS')
    const byNumber = { user_name: mobile, password: named.pwd }
    assert.equal((await app.sdk('login/auth', byNumber)).json().status, 'SUCCESS')
    assert.equal((await app.rows('users'))[0]?.login_methods, 2)
  })

  test('a name without a password is refused, and a password without a name', async (t) => {
    const app = await openRegisterApp(t)
    const verify_code = await app.codeFor()
    const code = async (more: object) => (await app.register({ mobile, verify_code, ...more })).error_code
    assert.equal(await code({ user_name: 'LiLei' }), 'IDAAS.SDK.USER.9005')
    assert.equal(await code({ pwd: 'correct horse' }), 'IDAAS.SDK.USER.9004')
    assert.deepEqual(await app.rows('users'), [])
  })

  test('a password login with allowRegister 0 takes no name and password, and the code stays good', async (t) => {
    const files = { 'auths/loginTypes/password/password.json': { passwordTransport: 'plain' } }
    const app = await openRegisterApp(t, { files })
    const body = { mobile, verify_code: await app.codeFor() }
    assert.equal((await app.register({ ...body, ...named })).error_code, 'IDAAS.SDK.USER.9022')
    assert.equal((await app.register(body)).status, 'SUCCESS')
  })

  test('a client without a password login takes no name and password', async (t) => {
    const app = await openRegisterApp(t, { client: { passwordLogin: undefined } })
    const body = { mobile, verify_code: await app.codeFor() }
    assert.equal((await app.register({ ...body, ...named })).error_code, 'IDAAS.SDK.PARAM.9006')
    assert.equal((await app.register(body)).status, 'SUCCESS')
  })

  test('A15: a login code does not register, a registration code does not log in', async (t) => {
    const app = await openRegisterApp(t, { client: { autoRegister: true } })
    const forLogin = { mobile, verify_code: await app.codeFor(mobile, 'LOGIN_SMS') }
    assert.equal((await app.register(forLogin)).error_code, 'IDAAS.SDK.CAPTCHA.0007')
    const forRegistration = { mobile, verify_code: await app.codeFor() }
    const login = await app.sdk('login/mobile-verify-code', forRegistration)
    assert.equal(login.json().error_code, 'IDAAS.SDK.CAPTCHA.0007')
    assert.deepEqual(await app.rows('users'), [])
  })

  test('A21: that a number is taken is told only behind a right code', async (t) => {
    const app = await openRegisterApp(t)
    await app.register({ mobile, verify_code: await app.codeFor() })
    const ask = async (number: string) => {
      const code = await app.codeFor(number)
      const tried = await app.sdk('register/mobile-verify-code', { mobile: number, verify_code: wrong(code) })
      return [code, tried.statusCode, tried.body] as const
    }
    const [code, ...known] = await ask(mobile)
    const [, ...unknown] = await ask('13800138001')
    assert.deepEqual(known, unknown)
    const taken = await app.register({ mobile, verify_code: code })
    assert.equal(taken.error_code, 'IDAAS.SDK.USER.9002')
    assert.equal((await app.rows('users')).length, 1)
  })

  test('A09: of one right code and 20 parallel registrations one makes a user', async (t) => {
    const app = await openRegisterApp(t)
    const body = { mobile, verify_code: await app.codeFor(), ...named }
    const answers = await Promise.all(Array.from({ length: 20 }, () => app.register(body)))
    assert.equal(answers.filter(({ status }) => status === 'SUCCESS').length, 1)
    for (const table of ['users', 'phone_bindings', 'password_bindings', 'sessions'])
      assert.equal((await app.rows(table)).length, 1, table)
  })

  test('two numbers, one name, at the same time: one gets it, the other keeps the code', async (t) => {
    const app = await openRegisterApp(t)
    const bodies: { mobile: string; verify_code: string }[] = []
    for (const number of ['13800138001', '13800138002'])
      bodies.push({ mobile: number, verify_code: await app.codeFor(number) })
    const answers = await Promise.all(bodies.map((body) => app.register({ ...body, ...named })))
    const told = answers.map(({ status, error_code }) => status ?? error_code)
    assert.deepEqual(told.toSorted(), ['IDAAS.SDK.USER.9021', 'SUCCESS'])
    const loser = bodies[told.indexOf('IDAAS.SDK.USER.9021')]
    assert.equal((await app.register({ ...loser, ...named, user_name: 'other' })).status, 'SUCCESS')
    assert.equal((await app.rows('users')).length, 2)
  })
})

describe('an own Type', () => {
  const files = {
    'auths/loginTypes/Invited/e.json': {
      title: 'Invited',
      type: 'auths.loginTypes.PhoneType',
      backendBundleEntry: './invited.js',
    },
    'auths/loginTypes/Invited/invited.js': `
import { PhoneType } from 'latchkey'
export class Invited extends PhoneType {
  static refusals = { INVITATION_NEEDED: { en: 'By invitation only', zh: '仅限邀请' } }
  async admit(proof, nick) {
    if (nick !== 'Invited') throw this.refusal('INVITATION_NEEDED')
    return super.admit(proof, nick)
  }
}`,
    'auths/loginTypes/phone/e.json': { title: 'Phone', type: 'auths.loginTypes.Invited' },
  }

  test('admits a registration as every new user, by the nick that was given', async (t) => {
    const app = await openRegisterApp(t, { files })
    const body = { mobile, verify_code: await app.codeFor() }
    assert.deepEqual(await app.register(body), {
      error_code: 'IDAAS.SDK.COM.9003',
      error_msg: 'By invitation only',
    })
    assert.equal((await app.register({ ...body, attr_nick_name: 'Invited' })).status, 'SUCCESS')
  })
})

describe('A62: what is wrong beside the code leaves it good', () => {
  const cases = [
    {
      name: 'a weak password',
      more: { ...named, pwd: '123' },
      code: 'IDAAS.SDK.USER.9008',
      text: 'minLength',
    },
    {
      name: 'a name too short',
      more: { ...named, user_name: 'x' },
      code: 'IDAAS.SDK.USER.9020',
      text: 'length',
    },
    {
      name: 'a name that reads as a number',
      more: { ...named, user_name: '13800138001' },
      code: 'IDAAS.SDK.USER.9020',
      text: 'phone-number',
    },
    {
      name: 'a taken name',
      more: { ...named, user_name: 'ＴＡＫＥＮ' },
      code: 'IDAAS.SDK.USER.9021',
      text: 'taken',
    },
    {
      name: 'no such day',
      more: { attr_birthday: '2023-02-29' },
      code: 'IDAAS.SDK.USER.9023',
      text: 'attr_birthday',
    },
  ]
  for (const { name, more, code, text } of cases)
    test(name, async (t) => {
      const app = await openRegisterApp(t)
      const other = '13800138009'
      const owner = { mobile: other, verify_code: await app.codeFor(other), user_name: 'taken' }
      assert.equal((await app.register({ ...owner, pwd: named.pwd })).status, 'SUCCESS')
      const body = { mobile, verify_code: await app.codeFor() }
      const refused = await app.register({ ...body, ...more }, { 'x-l': 'en' })
      assert.equal(refused.error_code, code)
      assert.match(String(refused.error_msg), new RegExp(`${text}$`))
      assert.equal((await app.register(body)).status, 'SUCCESS')
    })
})

test('one code tells of five names at most whether they are taken, also at once', async (t) => {
  const app = await openRegisterApp(t)
  const other = '13800138009'
  const owner = { mobile: other, verify_code: await app.codeFor(other), ...named, user_name: 'taken' }
  assert.equal((await app.register(owner)).status, 'SUCCESS')
  const body = { mobile, verify_code: await app.codeFor(), ...named, user_name: 'taken' }
  const answers = await Promise.all(Array.from({ length: 20 }, () => app.register(body)))
  const told = answers.filter(({ error_code }) => error_code === 'IDAAS.SDK.USER.9021')
  assert.equal(told.length, 5)
  assert.equal((await app.register({ ...body, user_name: 'free' })).error_code, 'IDAAS.SDK.CAPTCHA.0007')
  const anew = { ...body, verify_code: await app.codeFor(), user_name: 'free' }
  assert.equal((await app.register(anew)).status, 'SUCCESS')
})

describe('A23: registration switched off is refused on every path', () => {
  test('no code is sent for it, none is asked for, nobody is made', async (t) => {
    const app = await openRegisterApp(t, { phone: { allowRegister: 0 } })
    const closed = 'IDAAS.SDK.USER.9022'
    const sent = await app.sdk('sms/send', { mobile, type: 'REGISTER_SMS' })
    assert.equal(sent.json().error_code, closed)
    assert.deepEqual(await app.app.inbox(), [])
    const known = await app.register({ mobile, verify_code: '000000', ...named })
    assert.equal(known.error_code, closed)
    const body = { mobile, verify_code: await app.codeFor(mobile, 'LOGIN_SMS') }
    const login = await app.sdk('login/mobile-verify-code', body)
    assert.equal(login.json().error_code, 'IDAAS.SDK.USER.0001')
    assert.deepEqual(await app.rows('users'), [])
  })

  test('autoRegister is of the login alone: who asks to register may', async (t) => {
    const app = await openRegisterApp(t, { client: { autoRegister: false } })
    assert.equal((await app.register({ mobile, verify_code: await app.codeFor() })).status, 'SUCCESS')
  })
})

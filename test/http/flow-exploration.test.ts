/**
 * Every flow as a state machine (spec 6, A24–A31): from every state every call is tried, with everything right that
 * the caller could know; only the documented ones lead on, and nothing else gives a token or harms the flow.
 */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sdkCalls } from '../../src/http/sdk/sdk-face.ts'
import { type FlowApp, type FlowOptions, mobile, openFlowApp, password, stateOf } from './support/flow-app.ts'
import type { Json } from './support/http-app.ts'

const day = 86_400
const next = 'battery staple'

type State = {
  readonly name: string
  readonly options: FlowOptions
  /** Brings a login into the state; `known` is what the caller may know then. */
  readonly reach: (app: FlowApp) => Promise<{ readonly waiting: Json; readonly known: Json }>
  /** Calls that end in a session, each tried alone. */
  readonly leadOn: readonly string[]
  /** Calls that are left out: they begin the step anew. */
  readonly restart?: readonly string[]
}

const required = { client: { mfa: 'required' } }
const expiring = { passwords: { expireDays: 90, warnDays: 7 } }
const enrolled = async (app: FlowApp) => {
  const { secret } = await app.enrol()
  return { waiting: await app.byPassword(), known: { code: await app.totp(secret) } }
}

const states: readonly State[] = [
  {
    name: 'MFA_AUTH after a password',
    options: required,
    reach: async (app) => {
      const waiting = await app.byPassword()
      return { waiting, known: { verify_code: await app.codeFor('MFA_AUTH_SMS', mobile, stateOf(waiting)) } }
    },
    leadOn: ['/sdk/mfa/sms'],
  },
  {
    name: 'MFA_AUTH after an SMS',
    options: required,
    reach: async (app) => ({ waiting: await app.bySms(), known: {} }),
    leadOn: ['/sdk/mfa/password'],
  },
  { name: 'MFA_AUTH of who has TOTP', options: required, reach: enrolled, leadOn: ['/sdk/mfa/totp'] },
  {
    name: 'MFA_AUTH of who has no second factor',
    options: { client: { mfa: 'required', passwordLogin: undefined } },
    reach: async (app) => {
      const waiting = await app.bySms()
      const { secret } = await app.call('mfa/totp/enrol', undefined, stateOf(waiting))
      return { waiting, known: { code: await app.totp(String(secret)) } }
    },
    leadOn: ['/sdk/mfa/totp/confirm'],
    restart: ['/sdk/mfa/totp/enrol'],
  },
  {
    name: 'PASSWORD_WARN',
    options: expiring,
    reach: async (app) => {
      app.pass(85 * day)
      return { waiting: await app.byPassword(), known: {} }
    },
    leadOn: ['/sdk/pwd/update', '/sdk/pwd/skip-update'],
  },
  {
    name: 'PASSWORD_EXPIRED',
    options: expiring,
    reach: async (app) => {
      app.pass(91 * day)
      return { waiting: await app.byPassword(), known: {} }
    },
    leadOn: ['/sdk/pwd/update'],
  },
]

/** Calls that begin anew, or concern other tokens: they are tried too, but may answer on their own account. */
const beginAnew = ['/sdk/sms/send', '/sdk/captcha', '/sdk/captcha/verify', '/sdk/mobile-by-token']

const bodyWith = (known: Json) => ({
  mobile,
  type: 'LOGIN_SMS',
  user_name: 'alice',
  password,
  old_password: password,
  new_password: next,
  verify_code: '000000',
  code: '000000',
  ...known,
})

const gives = ({ session_token, id_token }: Json) => session_token !== undefined || id_token !== undefined

describe('spec 6, A24–A31: from every state only the documented calls lead on', () => {
  for (const { name, options, reach, leadOn, restart = [] } of states)
    for (const last of leadOn)
      test(`${name}: ${last}`, async (t) => {
        const app = await openFlowApp(t, options)
        const { waiting, known } = await reach(app)
        assert.equal(gives(waiting), false)
        const ask = ({ path, method }: (typeof sdkCalls)[number]): Promise<Json> =>
          method === 'GET'
            ? app.get(path.slice('/sdk/'.length), stateOf(waiting))
            : app.call(path.slice('/sdk/'.length), bodyWith(known), stateOf(waiting))
        for (const call of sdkCalls) {
          if ([...leadOn, ...restart].includes(call.path) || !call.path.startsWith('/sdk/')) continue
          const answer = await ask(call)
          assert.equal(gives(answer), false, call.path)
          const mayBe = beginAnew.includes(call.path) || answer.status === waiting.status
          assert.ok(mayBe || answer.error_code !== undefined, `${call.path}: ${JSON.stringify(answer)}`)
        }
        const lead = sdkCalls.find(({ path }) => path === last)
        assert.ok(lead)
        const done = await ask(lead)
        assert.deepEqual([done.status, gives(done)], ['SUCCESS', true], JSON.stringify(done))
        assert.equal((await ask(lead)).error_code, 'IDAAS.SDK.PARAM.0014', 'and only once')
      })
})

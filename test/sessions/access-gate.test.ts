/** The `access` rules of a client: who is not let through gets a reason and no token of any kind (spec 5). */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { defaultTenant } from '../../src/base/ids.ts'
import { refuse } from '../../src/base/refusal.ts'
import type { AccessRules } from '../../src/clients/access-rules.ts'
import type { CallContext } from '../../src/elements/caller.ts'
import { createAccessGate } from '../../src/sessions/access-gate.ts'
import type { ProvenLogin } from '../../src/sessions/proven-login.ts'
import type { UserRow } from '../../src/users/user.ts'
import { openTestApp } from '../support/open-test-app.ts'
import { addUser } from '../users/add-user.ts'

type Case = {
  readonly access: AccessRules | undefined
  readonly open: boolean
  readonly phone?: string | null
  readonly address?: string | undefined
  readonly corps?: readonly string[]
  readonly joins?: readonly string[]
}

const chinese = '+8613800138000'
const american = '+14155552671'
const allowCn = { countries: { allow: ['CN'] } }
const denyUs = { countries: { deny: ['US'] } }
const office = { addresses: { allow: ['192.0.2.0/24', '2001:db8::/32'] } }
const notTheBar = { addresses: { deny: ['203.0.113.7'] } }
const acmeOnly = { corps: { allow: ['acme'] } }
const notSecond = { corps: { deny: ['second'] } }

const cases: Readonly<Record<string, Case>> = {
  'no rules': { access: undefined, open: true },
  'a number of an allowed country': { access: allowCn, phone: chinese, open: true },
  'a number of another country': { access: allowCn, phone: american, open: false },
  'no number where countries are allowed': { access: allowCn, phone: null, open: false },
  'a number of a denied country': { access: denyUs, phone: american, open: false },
  'no number where countries are denied': { access: denyUs, phone: null, open: true },
  'deny wins over allow': {
    access: { countries: { allow: ['CN', 'US'], deny: ['US'] } },
    phone: american,
    open: false,
  },
  'an address in a range': { access: office, address: '192.0.2.77', open: true },
  'an IPv6 address in a range': { access: office, address: '2001:db8::1', open: true },
  'an address outside of all ranges': { access: office, address: '198.51.100.1', open: false },
  'a denied address': { access: notTheBar, address: '203.0.113.7', open: false },
  'the address beside a denied one': { access: notTheBar, address: '203.0.113.8', open: true },
  'an unreadable address where some are allowed': { access: office, address: 'unknown', open: false },
  'an unreadable address where some are denied': { access: notTheBar, address: 'unknown', open: false },
  'a call inside of the process, which has no address': { access: office, address: undefined, open: true },
  'a member': { access: acmeOnly, corps: ['acme', 'second'], open: true },
  'nobody’s member': { access: acmeOnly, open: false },
  'a member of another organisation': { access: acmeOnly, corps: ['second'], open: false },
  'a new user who joins': { access: acmeOnly, joins: ['acme'], open: true },
  'a member of a denied organisation': { access: notSecond, corps: ['acme', 'second'], open: false },
  'all rules have to let through': {
    access: { ...allowCn, ...office },
    address: '198.51.100.1',
    open: false,
  },
}

const call: CallContext = {
  caller: { kind: 'anonymous' },
  tenantId: defaultTenant,
  device: {},
  language: 'en',
}

describe('spec 5: access rules of a client', () => {
  for (const [name, { access, open, phone = chinese, corps = [], joins, ...from }] of Object.entries(cases))
    test(`${name}: ${open ? 'let through' : 'denied'}`, async () => {
      const list = corps.map((corpId) => ({ corpId, corpName: corpId }))
      const gate = createAccessGate({ corps: { listFor: async () => list } })
      const login = { client: { access }, user: { phone } as UserRow, joins } as unknown as ProvenLogin
      const address = 'address' in from ? from.address : '192.0.2.1'
      const stop = await gate(login, { ...call, ...(address === undefined ? {} : { address }) })
      assert.equal(stop?.status, open ? undefined : 'ACCESS_DENIED')
    })

  test('a denied login writes neither session nor device, and hands out no state token', async (t) => {
    const access = { corps: { allow: ['second'] } }
    const second = { type: 'corps.NormalType', config: { corpId: 'second', allowJoin: 0 } }
    const opened = await openTestApp(t, {
      elements: { 'clients.web': { config: { access } }, 'corps.Second': second },
    })
    const { rooms, elements } = opened
    const user = await rooms.users.find(defaultTenant, await addUser(opened, 'Amy'))
    const client = elements.clients().fallback
    assert.ok(user !== undefined && client !== undefined)
    const now = rooms.clock.now()
    const times = { authTime: now, provenSince: now, knownDevice: false }
    const origin = { originId: 'code:1', spent: () => refuse('CODE_EXPIRED'), loginType: 'x', method: 'sms' }
    const login = { tenantId: defaultTenant, user, client, ...origin, ...times, steps: [] }
    const device = { key: 'dt:one' }
    const ask = (language: 'en' | 'zh') => rooms.completeLogin.complete(login, { ...call, device, language })
    const owner = { userId: user.id, corpId: undefined }
    assert.deepEqual(await ask('en'), {
      status: 'ACCESS_DENIED',
      ...owner,
      data: 'This app is not open to your organisation',
    })
    const inChinese = { status: 'ACCESS_DENIED', ...owner, data: '该应用不对您所在的组织开放' }
    assert.deepEqual(await ask('zh'), inChinese)
    const kysely = await rooms.database.kysely()
    for (const table of ['sessions', 'known_devices'])
      assert.deepEqual(await kysely.selectFrom(table).selectAll().execute(), [], table)
    await rooms.database.commit(
      rooms.corps.join(defaultTenant, user.id, [{ corpId: 'second', corpName: '' }], now),
    )
    assert.equal((await ask('en')).status, 'SUCCESS')
  })
})

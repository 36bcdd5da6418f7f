/** Settings of a client for its back ends and its tenants: faults that stop the start (spec 5, "A client"). */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { platform } from '../../src/app/platform.ts'
import { sha256 } from '../../src/base/digest.ts'
import type { TenantId } from '../../src/base/ids.ts'
import { clientOfTenant, createClientDirectory } from '../../src/clients/client.ts'
import { createClientSecret, isSecretOf } from '../../src/clients/client-secret.ts'
import type { ClientSettings } from '../../src/clients/client-settings.ts'
import { loadApp } from '../elements/support/load-app.ts'

type Context = Parameters<typeof loadApp>[0]

const at = 'clients/web/web.json'

async function load(t: Context, settings: object) {
  const required = { clientId: 'a'.repeat(32), profile: 'bamboocloud' }
  const files = {
    'clients/web/e.json': { title: 'Web', type: 'clients.NormalType' },
    [at]: { ...required, ...settings },
  }
  const { told, warned, registry } = await loadApp(t, files, { platform })
  const elements = registry?.list({ family: 'clients.Meta', tier: 'instance' }) ?? []
  const clients = () =>
    createClientDirectory(elements as { fullName: string; title: string; settings: ClientSettings }[])
  return { told, warned, clients }
}

describe('clientSecret', () => {
  test('is the digest of 190 random bits, and opens with the secret alone', async (t) => {
    const { secret, stored } = createClientSecret()
    assert.match(secret, /^[A-Za-z0-9]{32}$/)
    assert.equal(stored, `sha256:${Buffer.from(sha256(secret), 'base64url').toString('hex')}`)
    const { told, warned, clients } = await load(t, { clientSecret: stored })
    assert.deepEqual([told, warned], [[], []], 'a digest may stand in the file')
    const [client] = clients().all
    assert.ok(client !== undefined && isSecretOf(client, secret))
    for (const wrong of ['', stored, stored.slice(7), `${secret}x`]) assert.ok(!isSecretOf(client, wrong))
    assert.notEqual(createClientSecret().secret, secret)
  })

  test('a client without one has no right one', async (t) => {
    const [client] = (await load(t, {})).clients().all
    assert.ok(client !== undefined && !isSecretOf(client, ''))
  })

  test('in the clear it is a fault that says how to make one and not what it is', async (t) => {
    for (const clientSecret of ['my secret in the clear', `sha256:${'A'.repeat(64)}`, 'sha256:', '']) {
      const { told } = await load(t, { clientSecret })
      assert.equal(told.length, 1, clientSecret)
      assert.match(told[0] ?? '', /\/clientSecret: .*latchkey client secret/)
      assert.ok(!told[0]?.includes('in the clear'))
    }
  })
})

describe('trustedBackends', () => {
  const clientSecret = createClientSecret().stored

  test('are address ranges, and need a secret', async (t) => {
    const ranges = ['10.0.0.0/8', '2001:db8::/32', '192.0.2.1']
    assert.deepEqual((await load(t, { clientSecret, trustedBackends: ranges })).told, [])
    const garbled = await load(t, {
      clientSecret,
      trustedBackends: ['10.0.0.0/8', 'anywhere', '10.0.0.0/33'],
    })
    assert.deepEqual(garbled.told, [
      `${at}: /trustedBackends/1: is no address or range: anywhere`,
      `${at}: /trustedBackends/2: is no address or range: 10.0.0.0/33`,
    ])
    assert.match((await load(t, { trustedBackends: ranges })).told[0] ?? '', /needs a clientSecret/)
  })
})

describe('redirectUris', () => {
  test('are whole addresses as browsers write them, none that runs', async (t) => {
    const told = async (uri: string) => (await load(t, { redirectUris: [uri] })).told
    for (const uri of ['https://shop.example/bye?x=1', 'https://shop.example', 'com.shop.app://logout'])
      assert.deepEqual(await told(uri), [], uri)
    for (const uri of [
      '/bye',
      'https://*.shop.example/',
      'https://Shop.example/',
      'https://shop.example/#x',
      'https://a:b@shop.example/',
      'javascript:alert(1)',
      'data:text/html,x',
    ])
      assert.equal((await told(uri)).length, 1, uri)
  })
})

describe('isv', () => {
  test('a template has no tenant of its own', async (t) => {
    assert.deepEqual((await load(t, { isv: true })).told, [])
    const { told } = await load(t, { isv: true, tenantId: 'acme' })
    assert.deepEqual(told, [`${at}: /tenantId: is set, but isv is true: each call names its tenant`])
  })

  test('it serves any tenant and names none; another client serves its own', async (t) => {
    const acme = 'acme' as TenantId
    const template = (await load(t, { isv: true })).clients()
    assert.deepEqual([...template.tenantIds], [])
    const [first] = template.all
    assert.equal(first && clientOfTenant(first, acme)?.tenantId, 'acme')
    const own = (await load(t, { tenantId: 'globex' })).clients()
    assert.deepEqual([...own.tenantIds], ['globex'])
    const [second] = own.all
    assert.equal(second && clientOfTenant(second, acme), undefined)
  })
})

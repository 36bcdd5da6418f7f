/** The code of docs/guide/webhooks.md, as a reader would copy it. */
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { defaultTenant } from '../../src/base/ids.ts'
import { newSigningSecret, signMessage } from '../../src/webhooks/sign-message.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const page = readFileSync(new URL('../../docs/guide/webhooks.md', import.meta.url), 'utf8')

type Reader = (headers: Readonly<Record<string, string>>, body: string, secret: string) => unknown

describe('the guide to webhooks', () => {
  test('its code reads what is sent, and nothing else', async (t) => {
    const [, code = ''] = /```js\n([\s\S]*?)```/.exec(page) ?? []
    const file = join(temporaryFolder(t), 'read-webhook.mjs')
    writeFileSync(file, code)
    const { readWebhook } = (await import(file)) as { readWebhook: Reader }
    const secret = newSigningSecret()
    const event = {
      eventId: 'evt_1',
      type: 'user.deleted',
      tenantId: defaultTenant,
      at: 0,
      data: '{"userId":"安"}',
    }
    const { headers, body } = signMessage({ ...event, attempts: 1 }, secret, Date.now())
    assert.deepEqual(readWebhook(headers, body, secret), {
      id: 'evt_1',
      type: 'user.deleted',
      timestamp: '1970-01-01T00:00:00.000Z',
      tenantId: 'default',
      data: { userId: '安' },
    })
    const several = { ...headers, 'webhook-signature': `v1,AAAA ${headers['webhook-signature']}` }
    assert.ok(readWebhook(several, body, secret))
    assert.throws(() => readWebhook(headers, `${body} `, secret), /signature/)
    assert.throws(() => readWebhook({ ...headers, 'webhook-id': 'evt_2' }, body, secret), /signature/)
    assert.throws(() => readWebhook(headers, body, newSigningSecret()), /signature/)
    const old = signMessage({ ...event, attempts: 1 }, secret, Date.now() - 400_000)
    assert.throws(() => readWebhook(old.headers, old.body, secret), /old/)
  })
})

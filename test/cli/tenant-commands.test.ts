/** `latchkey tenant` and `latchkey client secret`, as an operator types them. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { sha256 } from '../../src/base/digest.ts'
import { cliApp } from './support/cli-app.ts'
import { runLatchkey } from './support/run-latchkey.ts'

describe('latchkey tenant', () => {
  test('create, list, close: for good, and each is on record', async (t) => {
    const place = cliApp(t)
    const database = join(place.data, 'latchkey.sqlite')
    const created = await runLatchkey(place, 'tenant', 'create', 'acme', '--title', 'Acme Ltd.')
    assert.deepEqual([created.status, created.stdout], [0, `acme created in ${database}\n`])
    const again = await runLatchkey(place, 'tenant', 'create', 'acme')
    assert.deepEqual([again.status, /is the id of a tenant already/.test(again.stderr)], [1, true])
    const listed = await runLatchkey(place, 'tenant', 'list')
    assert.equal(listed.stderr, `tenants in ${database}\n`)
    assert.match(listed.stdout, /^acme +active +\S+Z +- +Acme Ltd\.\ndefault +active +- +- +default\n$/)

    const asked = await runLatchkey({ ...place, input: 'n\n' }, 'tenant', 'close', 'acme')
    assert.deepEqual([asked.status, /--yes/.test(asked.stderr)], [64, true])
    const closed = await runLatchkey(place, 'tenant', 'close', 'acme', '--yes')
    assert.deepEqual(
      [closed.status, closed.stdout],
      [0, `acme closed in ${database}; every session has ended\n`],
    )
    const { tenants } = JSON.parse((await runLatchkey(place, 'tenant', 'list', '--json')).stdout)
    assert.deepEqual(
      tenants.map(({ id, state }: { id: string; state: string }) => [id, state]),
      [
        ['acme', 'closed'],
        ['default', 'active'],
      ],
    )
  })

  test('a tenant that nobody knows has no users, and gets none', async (t) => {
    const place = cliApp(t)
    for (const args of [['list'], ['create', '--phone', '13800138000'], ['show', 'amy']]) {
      const unknown = await runLatchkey(place, 'user', ...args, '--tenant', 'nobody')
      const told = [1, 'latchkey: TENANT_UNKNOWN: Unknown tenant\n']
      assert.deepEqual([unknown.status, unknown.stderr], told, args[0])
    }
    await runLatchkey(place, 'tenant', 'create', 'acme')
    for (const id of ['acme', 'default']) {
      const { status, stdout } = await runLatchkey(place, 'user', 'list', '--tenant', id)
      assert.deepEqual([status, stdout], [0, ''], id)
    }
  })

  test('a tenant that nobody knows is not closed, and an id has a form', async (t) => {
    const place = cliApp(t)
    const unknown = await runLatchkey(place, 'tenant', 'close', 'nobody', '--yes')
    assert.deepEqual([unknown.status, unknown.stderr], [1, 'latchkey: TENANT_UNKNOWN: Unknown tenant\n'])
    const garbled = await runLatchkey(place, 'tenant', 'create', 'no id')
    assert.deepEqual([garbled.status, /cannot be the id of a tenant/.test(garbled.stderr)], [64, true])
  })
})

describe('latchkey client secret', () => {
  test('prints a secret and its digest', async () => {
    const { status, stdout } = await runLatchkey({}, 'client', 'secret')
    const [, secret = '', hex = ''] =
      /^secret +([A-Za-z0-9]{32})\nclientSecret +sha256:([0-9a-f]{64})\n$/.exec(stdout) ?? []
    assert.equal(status, 0)
    assert.equal(hex, Buffer.from(sha256(secret), 'base64url').toString('hex'))
  })
})

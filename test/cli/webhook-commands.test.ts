/** `latchkey webhook`, as an operator types it. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, test } from 'node:test'
import { Webhook } from 'standardwebhooks'
import { cliApp } from './support/cli-app.ts'
import { runLatchkey } from './support/run-latchkey.ts'

describe('latchkey webhook', () => {
  test('add, try, list, replay, remove', async (t) => {
    const received: unknown[] = []
    let reader: Webhook | undefined
    const server = createServer(async (request, response) => {
      let body = ''
      for await (const part of request.setEncoding('utf8')) body += part
      received.push(reader?.verify(body, request.headers as Record<string, string>))
      response.writeHead(204).end()
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    t.after(() => server.close())
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`
    const { data } = cliApp(t)
    const place = { data, environment: { WEBHOOK_INTERNAL_HOSTS: '127.0.0.1' } }

    const added = await runLatchkey(place, 'webhook', 'add', url, '--event', 'user.created', 'user.deleted')
    const [, id = '', secret = ''] =
      /^id {6}(wh_\w{20})\nsecret {2}(whsec_\S{44})\n$/.exec(added.stdout) ?? []
    assert.deepEqual([added.status, added.stderr], [0, 'The secret is shown this once.\n'])
    reader = new Webhook(secret)
    const tried = await runLatchkey(place, 'webhook', 'try', id)
    assert.deepEqual([tried.status, tried.stdout], [0, 'accepted: 204\n'])
    const [event] = received as { type: string; data: unknown }[]
    assert.deepEqual([event?.type, event?.data], ['webhook.test', { endpoint: id }])
    const listed = await runLatchkey(place, 'webhook', 'list')
    assert.equal(listed.stdout, `${id}  active  0 waiting  ${url}  user.created user.deleted\n`)
    const none = await runLatchkey(place, 'webhook', 'replay', id, '--since', '2026-01-01')
    assert.deepEqual([none.status, none.stdout], [1, '0 events are delivered again by the running server\n'])
    const elsewhere = await runLatchkey(place, 'webhook', 'remove', id, '--yes', '--tenant', 'acme')
    assert.deepEqual(
      [elsewhere.status, elsewhere.stderr],
      [1, 'latchkey: id is no endpoint of this tenant\n'],
    )
    const removed = await runLatchkey(place, 'webhook', 'remove', id, '--yes')
    assert.deepEqual([removed.status, removed.stdout], [0, `${id} removed\n`])
  })

  test('what it does not take', async (t) => {
    const { data } = cliApp(t)
    const http = await runLatchkey({ data }, 'webhook', 'add', 'http://example.com/')
    assert.deepEqual([http.status, /^latchkey: url has to be https/.test(http.stderr)], [1, true])
    const neither = await runLatchkey({ data }, 'webhook', 'replay', 'wh_1', '--failed')
    assert.deepEqual([neither.status, /--since/.test(neither.stderr)], [64, true])
  })
})

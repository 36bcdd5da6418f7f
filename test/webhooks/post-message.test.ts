/** Where webhooks go, and where they must not: real HTTP and HTTPS to servers of this machine. */
import assert from 'node:assert/strict'
import type { LookupAddress } from 'node:dns'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import { describe, type TestContext, test } from 'node:test'
import { Refusal } from '../../src/base/refusal.ts'
import { type PostOptions, postMessage } from '../../src/webhooks/post-message.ts'
import { readEndpointUrl } from '../../src/webhooks/read-endpoint-url.ts'
import { makeCertificate } from '../support/make-certificate.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const message = { headers: { 'webhook-id': 'evt_1' }, body: '{"type":"user.created","nick":"安"}' }
const longMs = 5_000
const nobody: ReadonlySet<string> = new Set()

async function listen(t: TestContext, server: Server, host = '127.0.0.1', port = 0): Promise<number> {
  server.listen(port, host)
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

function serve(t: TestContext, listener: RequestListener): Promise<number> {
  return listen(t, createServer(listener))
}

function post(url: string, options: Partial<PostOptions> = {}) {
  return postMessage(new URL(url), message, { internal: nobody, deadlineMs: longMs, ...options })
}

const localhost = new Set(['127.0.0.1'])

/** Answers one after the other, and then always the last; counts the calls. */
function resolver(...answers: readonly LookupAddress[][]) {
  const asked: string[] = []
  return {
    asked,
    resolve: async (host: string) => {
      asked.push(host)
      return answers[Math.min(asked.length, answers.length) - 1] ?? []
    },
  }
}

const at = (address: string): LookupAddress => ({ address, family: address.includes(':') ? 6 : 4 })

describe('a webhook is posted', () => {
  test('with its headers and body; 2xx is success, all else is not', async (t) => {
    const seen: unknown[] = []
    let status = 204
    const port = await serve(t, async (request, response) => {
      let body = ''
      for await (const part of request.setEncoding('utf8')) body += part
      const { 'webhook-id': id, 'content-type': type } = request.headers
      seen.push([request.method, request.url, id, type, body])
      response.writeHead(status).end()
    })
    const url = `http://127.0.0.1:${port}/hook?a=1`
    assert.deepEqual(await post(url, { internal: localhost }), { ok: true, result: '204', status: 204 })
    assert.deepEqual(seen, [['POST', '/hook?a=1', 'evt_1', 'application/json', message.body]])
    for (status of [400, 410, 429, 500])
      assert.deepEqual(await post(url, { internal: localhost }), {
        ok: false,
        result: String(status),
        status,
      })
  })

  test('a redirect is not followed', async (t) => {
    let reached = 0
    const elsewhere = await serve(t, (_, response) => {
      reached += 1
      response.end()
    })
    const port = await serve(t, (_, response) => {
      response.writeHead(307, { location: `http://127.0.0.1:${elsewhere}/` }).end()
    })
    const answer = await post(`http://127.0.0.1:${port}/`, { internal: localhost })
    assert.deepEqual([answer.ok, answer.result, reached], [false, '307', 0])
  })

  test('the body of the answer is not received: one without end does not hold it up', async (t) => {
    const cut = Promise.withResolvers<void>()
    const port = await serve(t, (_, response) => {
      response.writeHead(200)
      const write = () => {
        while (!response.destroyed && response.write('secret '.repeat(1000)));
      }
      response.on('drain', write).on('close', cut.resolve)
      write()
    })
    const answer = await post(`http://127.0.0.1:${port}/`, { internal: localhost })
    await cut.promise
    assert.deepEqual(answer, { ok: true, result: '200', status: 200 })
  })

  test('the deadline holds for a server that says nothing, and for a name that is not found out', async (t) => {
    const gone = Promise.withResolvers<void>()
    const silent = createTcpServer((socket) =>
      socket
        .on('error', () => {})
        .on('close', () => gone.resolve())
        .resume(),
    )
    silent.listen(0, '127.0.0.1')
    await once(silent, 'listening')
    t.after(() => silent.close())
    const { port } = silent.address() as AddressInfo
    const short = { internal: new Set(['127.0.0.1', 'hooks.test']), deadlineMs: 50 }
    const late = { ok: false, result: 'TIMEOUT' }
    assert.deepEqual(await post(`http://127.0.0.1:${port}/`, short), late)
    await gone.promise
    const never = { ...short, resolve: () => new Promise<never>(() => {}) }
    assert.deepEqual(await post('http://hooks.test/', never), late)
  })

  test('no server, no such name, garbage: a code of the system', async (t) => {
    const garbled = createTcpServer((socket) => socket.on('error', () => {}).end('<html>'))
    garbled.listen(0, '127.0.0.1')
    await once(garbled, 'listening')
    t.after(() => garbled.close())
    const { port } = garbled.address() as AddressInfo
    const results = [
      await post('http://127.0.0.1:1/', { internal: localhost }),
      await post(`http://127.0.0.1:${port}/`, { internal: localhost }),
      await post('https://hooks.test/', {
        resolve: () => Promise.reject(Object.assign(new Error('no'), { code: 'ENOTFOUND' })),
      }),
    ]
    assert.deepEqual(
      results.map(({ ok, result }) => [ok, /^(ECONNREFUSED|HPE_\w+|ENOTFOUND)$/.test(result)]),
      Array(3).fill([false, true]),
    )
  })

  test('https: a certificate that is known is taken, any other is not', async (t) => {
    const made = makeCertificate(temporaryFolder(t), 'hooks.test')
    if (made === undefined) return t.skip('needs openssl')
    const [cert, key] = [readFileSync(made.cert, 'utf8'), readFileSync(made.key, 'utf8')]
    const port = await listen(
      t,
      createTlsServer({ cert, key }, (_, response) => response.end()),
    )
    const { resolve } = resolver([at('127.0.0.1')])
    const options = { internal: new Set(['hooks.test', 'other.test']), resolve }
    assert.equal((await post(`https://hooks.test:${port}/`, { ...options, ca: cert })).result, '200')
    const unknown = await post(`https://hooks.test:${port}/`, options)
    assert.deepEqual([unknown.ok, unknown.result], [false, 'DEPTH_ZERO_SELF_SIGNED_CERT'])
    const other = await post(`https://other.test:${port}/`, { ...options, ca: cert })
    assert.deepEqual([other.ok, other.result], [false, 'ERR_TLS_CERT_ALTNAME_INVALID'])
  })
})

describe('a webhook stays away from addresses that are not public', () => {
  const inside = [
    '127.0.0.1',
    '10.0.0.1',
    '169.254.169.254',
    '::1',
    'fe80::1',
    '::ffff:127.0.0.1',
    '64:ff9b::7f00:1',
  ]

  test('names that stand for one of them, alone or among others: no connection is made', async (t) => {
    let reached = 0
    const port = await listen(
      t,
      createServer().on('connection', () => {
        reached += 1
      }),
    )
    for (const address of inside)
      for (const answer of [[at(address)], [at('8.8.8.8'), at(address)]]) {
        const { resolve } = resolver(answer)
        const { ok, result } = await post(`https://hooks.test:${port}/`, { resolve })
        assert.deepEqual([ok, result], [false, 'ADDRESS_REFUSED'], address)
      }
    for (const host of ['127.0.0.1', '[::1]', '0x7f.1', '2130706433', '[::ffff:7f00:1]'])
      assert.equal((await post(`https://${host}:${port}/`)).result, 'ADDRESS_REFUSED', host)
    const { resolve } = resolver([])
    assert.equal((await post(`https://hooks.test:${port}/`, { resolve })).result, 'ADDRESS_REFUSED')
    assert.equal(reached, 0)
  })

  test('http only to hosts that are named', async () => {
    const { asked, resolve } = resolver([at('8.8.8.8')])
    assert.equal((await post('http://hooks.test/', { resolve })).result, 'ADDRESS_REFUSED')
    assert.deepEqual(asked, [])
  })

  test('rebinding: the connection goes to what was checked, and the name is not asked again', async (t) => {
    const reached: string[] = []
    const serverAt = (host: string) =>
      createServer((_, response) => {
        reached.push(host)
        response.end()
      })
    const port = await listen(t, serverAt('127.0.0.2'), '127.0.0.2')
    await listen(t, serverAt('127.0.0.1'), '127.0.0.1', port)
    const { asked, resolve } = resolver([at('127.0.0.2')], [at('127.0.0.1')])
    const options = { internal: new Set(['hooks.test']), resolve }
    assert.equal((await post(`http://hooks.test:${port}/`, options)).result, '200')
    assert.deepEqual([reached, asked], [['127.0.0.2'], ['hooks.test']])
  })

  test('what an operator may enter', () => {
    const internal = new Set(['hooks.internal', '[::1]'])
    for (const url of [
      'https://example.com/hook',
      'https://8.8.8.8/',
      'http://hooks.internal:8080/a',
      'http://[::1]/',
    ])
      assert.equal(readEndpointUrl(url, internal).href, url)
    const wrong = [
      'http://example.com/',
      'https://127.0.0.1/',
      'https://[::ffff:a9fe:a9fe]/',
      'https://user@example.com/',
      'https://example.com/#a',
      'ftp://hooks.internal/',
      'example.com',
      `https://example.com/${'a'.repeat(2048)}`,
    ]
    for (const url of wrong)
      assert.throws(
        () => readEndpointUrl(url, internal),
        (error) => error instanceof Refusal && error.code === 'API_PARAMS_ERROR',
        url,
      )
  })
})

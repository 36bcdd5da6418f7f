/** The proxies of docs/guide/deploy.md, as the guide has them, in front of a real server. */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { connect as connectHttp2 } from 'node:http2'
import { type AddressInfo, connect, createServer } from 'node:net'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type TestContext, test } from 'node:test'
import { connect as connectTls } from 'node:tls'
import { createAppServers } from '../../src/app/app-server.ts'
import { openWholeApp } from '../../src/app/open-app.ts'
import { makeCertificate } from '../support/make-certificate.ts'
import { childEnvironment } from '../support/running-program.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const root = join(import.meta.dirname, '../..')
const host = 'login.example.com'
const publicUrl = () => `https://${host}`
/** Linux has all of 127.0.0.0/8: a client and a proxy of different addresses. */
const clientAddress = '127.0.0.7'

type Ports = { readonly plain: number; readonly tls: number; readonly server: number }
type Files = { readonly folder: string; readonly cert: string; readonly key: string }

type Proxy = {
  readonly name: string
  readonly program: string
  readonly way: string
  /** Writes the configuration with other ports and another certificate; gives the arguments. */
  configure(text: string, ports: Ports, files: Files): readonly string[]
}

const proxies: readonly Proxy[] = [
  {
    name: 'nginx',
    program: '/usr/sbin/nginx',
    way: 'apt-get install nginx-light',
    configure(text, { plain, tls, server }, { folder, cert, key }) {
      const site = text
        .replaceAll(/^ *listen \[::\].*$/gm, '')
        .replace('listen 80;', `listen 127.0.0.1:${plain};`)
        .replace('listen 443 ssl', `listen 127.0.0.1:${tls} ssl`)
        .replace('127.0.0.1:8080', `127.0.0.1:${server}`)
        .replace('/var/log/nginx', folder)
        .replace(/ssl_certificate .*;/, `ssl_certificate ${cert};`)
        .replace(/ssl_certificate_key .*;/, `ssl_certificate_key ${key};`)
      const places = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
        (name) => `${name}_temp_path ${join(folder, name)};`,
      )
      const file = join(folder, 'nginx.conf')
      writeFileSync(
        file,
        `${process.getuid?.() === 0 ? 'user root; ' : ''}daemon off; pid ${join(folder, 'pid')}; error_log stderr; events {}\nhttp { access_log off; ${places.join(' ')}\n${site}\n}`,
      )
      return ['-p', folder, '-e', 'stderr', '-c', file]
    },
  },
  {
    name: 'caddy',
    program: '/usr/bin/caddy',
    way: 'apt-get install caddy',
    configure(text, { plain, tls, server }, { folder, cert, key }) {
      const site = text
        .replace(`${host} {`, `${host} {\n\ttls ${cert} ${key}`)
        .replace('127.0.0.1:8080', `127.0.0.1:${server}`)
      const file = join(folder, 'Caddyfile')
      writeFileSync(
        file,
        `{\n\tadmin off\n\thttp_port ${plain}\n\thttps_port ${tls}\n\tdefault_bind 127.0.0.1\n}\n${site}`,
      )
      return ['run', '--adapter', 'caddyfile', '--config', file]
    },
  },
]

for (const proxy of proxies) {
  const isThere = spawnSync(proxy.program, ['version']).error === undefined
  const certificate = isThere && spawnSync('openssl', ['version']).error === undefined
  test(`${proxy.name}, as the guide configures it`, {
    skip: !certificate && `NOT TESTED: ${proxy.program} or openssl is not there: ${proxy.way}`,
  }, async (t) => {
    const { server, database, inbox } = await startServer(t)
    const ports = { ...(await freePorts()), server }
    const { ca, logged } = await startProxy(t, proxy, ports)
    const { ask, protocol } = await openClient(t, ports.tls, ca)

    assert.equal(protocol, 'h2')
    for (const path of ['/healthz', '/readyz', '/metrics', '/dev', '/dev/inbox'])
      assert.equal((await ask(path)).status, 404, path)

    const page = await ask('/login')
    assert.equal(page.status, 200)
    for (const name of ['content-security-policy', 'strict-transport-security', 'x-content-type-options'])
      assert.equal(typeof page.headers[name], 'string', name)
    assert.equal(page.headers['strict-transport-security'], 'max-age=31536000')
    assert.match(String(page.headers['content-security-policy']), /^default-src 'none'; script-src 'self'/)
    assert.match(page.text, /<script type="module"/)

    const device = {
      'x-client-id': 'acmeWeb0acmeWeb0acmeWeb0acmeWeb0',
      'x-device-fingerprint': 'tests',
      'x-operating-sys-version': 'Linux',
      'x-agent': 'tests',
    }
    // Whoever names an address of his own choice is believed nothing.
    const forged = { ...device, 'x-forwarded-for': '203.0.113.9', forwarded: 'for=203.0.113.9' }
    const mobile = '13800138000'
    const sent = await ask('/api/v2/sdk/sms/send', forged, { mobile, type: 'LOGIN_SMS' })
    assert.equal(sent.status, 200, sent.text)
    const login = await ask('/api/v2/sdk/login/mobile-verify-code', forged, {
      mobile,
      verify_code: await inbox(mobile),
    })
    assert.equal(JSON.parse(login.text).status, 'SUCCESS', login.text)
    const rows = new DatabaseSync(database, { readOnly: true })
    const addresses = rows.prepare('select distinct address from audit where address is not null').all()
    rows.close()
    assert.deepEqual(
      addresses.map(({ address }) => address),
      [clientAddress],
    )

    assert.equal((await ask('/api/sms/receipts/SMS.main/secret-of-a-path', {}, {})).status, 404)
    assert.equal((await ask('/login?seen=1')).status, 200)

    const large = await ask('/api/v2/sdk/sms/send', device, { mobile: 'x'.repeat(70_000) })
    assert.equal(large.status, 413)

    const moved = await askPlain(ports.plain, `GET /login?client_id=a HTTP/1.1\r\nHost: ${host}\r\n`)
    assert.match(moved, /^HTTP\/1\.1 30[18] /)
    assert.match(moved, new RegExp(`\\r\\nLocation: https://${host}/login\\?client_id=a\\r\\n`))

    // A request is written down once it is over: two more have been answered since.
    const log = logged()
    assert.equal(log?.includes('GET /login?seen=1 ') ?? false, proxy.name === 'nginx')
    assert.doesNotMatch(log ?? '', /secret-of-a-path/)
  })
}

async function startServer(t: TestContext) {
  const data = temporaryFolder(t)
  const opened = await openWholeApp(join(root, 'examples/minimal-app'), {
    data,
    secrets: ['a secret of the tests, with more than 32 characters'],
    issuer: publicUrl,
  })
  const { main } = createAppServers(opened, {
    production: true,
    trustedProxies: ['127.0.0.1'],
    adminPort: undefined,
    publicUrl,
  })
  await main.listen({ host: '127.0.0.1', port: 0 })
  t.after(async () => {
    await main.close()
    await opened.app.close()
  })
  return {
    server: (main.server.address() as AddressInfo).port,
    database: join(data, 'latchkey.sqlite'),
    inbox: async (mobile: string) => (await opened.app.inbox(mobile))[0]?.code ?? '',
  }
}

async function freePorts() {
  const probes = [createServer(), createServer()]
  for (const probe of probes) await once(probe.listen(0, '127.0.0.1'), 'listening')
  const [plain = 0, tls = 0] = probes.map((probe) => (probe.address() as AddressInfo).port)
  for (const probe of probes) await once(probe.close(), 'close')
  return { plain, tls }
}

type Started = {
  /** The certificate that clients are to believe. */
  readonly ca: string
  /** What it wrote of requests; nothing where it keeps no log. */
  logged(): string | undefined
}

async function startProxy(t: TestContext, proxy: Proxy, ports: Ports): Promise<Started> {
  let child: ChildProcess | undefined
  const folder = temporaryFolder(t, async () => {
    if (child === undefined || child.exitCode !== null) return
    child.kill('SIGTERM')
    await once(child, 'exit')
  })
  const made = makeCertificate(folder, host) ?? assert.fail('openssl made no certificate')
  const args = proxy.configure(configurationOf(proxy.name), ports, { folder, ...made })
  child = spawn(proxy.program, args, {
    env: childEnvironment({ HOME: folder }),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
  while (!(await isOpen(ports.tls))) if (child.exitCode !== null) assert.fail(`${proxy.name} ended:\n${said}`)
  const log = join(folder, 'latchkey.log')
  return {
    ca: readFileSync(made.cert, 'utf8'),
    logged: () => (existsSync(log) ? readFileSync(log, 'utf8') : undefined),
  }
}

/** The block of the guide in this language. */
function configurationOf(name: string): string {
  const guide = readFileSync(join(root, 'docs/guide/deploy.md'), 'utf8')
  const [, block] = new RegExp(`^\`\`\`${name}\\n([\\s\\S]*?)^\`\`\`$`, 'm').exec(guide) ?? []
  return block ?? assert.fail(`the guide has no configuration of ${name}`)
}

async function isOpen(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

type Headers = Readonly<Record<string, string>>

async function openClient(t: TestContext, port: number, ca: string) {
  const line = connect({ host: '127.0.0.1', port, localAddress: clientAddress })
  const socket = connectTls({ socket: line, ca, servername: host, ALPNProtocols: ['h2', 'http/1.1'] })
  await once(socket, 'secureConnect')
  const session = connectHttp2(`https://${host}`, { createConnection: () => socket })
  t.after(() => session.destroy())

  async function ask(path: string, headers: Headers = {}, body?: object) {
    const method = body === undefined ? 'GET' : 'POST'
    const type = body === undefined ? {} : { 'content-type': 'application/json' }
    const stream = session.request({ ':path': path, ':method': method, ...type, ...headers })
    // A proxy that refuses a body while it comes closes the stream.
    stream.on('error', () => {})
    stream.end(body === undefined ? undefined : JSON.stringify(body))
    const [answer] = (await once(stream, 'response')) as [Record<string, unknown>]
    let text = ''
    stream.setEncoding('utf8').on('data', (part: string) => {
      text += part
    })
    if (!stream.closed) await once(stream, 'close')
    return { status: answer[':status'], headers: answer, text }
  }
  return { ask, protocol: socket.alpnProtocol }
}

async function askPlain(port: number, head: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  socket.setEncoding('utf8').end(`${head}Connection: close\r\n\r\n`)
  let answer = ''
  for await (const part of socket) answer += part
  return answer
}

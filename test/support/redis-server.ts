/** The Redis server of the tests, and servers that a test starts for itself. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { Redis } from 'ioredis'

const server = process.env.LATCHKEY_TEST_REDIS ?? 'redis://127.0.0.1:6379'

/** Without a server the suites are skipped, and a test says so; on a build server that is a failure. */
export async function onRedis(suites: number, declare: () => void): Promise<void> {
  const trouble = await ask(server, (client) => client.ping()).then(
    () => undefined,
    (error: unknown) => error,
  )
  if (trouble === undefined) declare()
  else skip('Redis cannot be reached', suites, 'set LATCHKEY_TEST_REDIS to the URL of a server', trouble)
}

/** The same where the tests start servers of their own. */
export async function withRedisProgram(suites: number, declare: () => Promise<void> | void): Promise<void> {
  const { error } = spawnSync('redis-server', ['--version'])
  if (error === undefined) await declare()
  else skip('redis-server cannot be started', suites, 'install Redis', error)
}

function skip(what: string, suites: number, advice: string, trouble: unknown): void {
  test(`${what}: ${suites} ${suites === 1 ? 'suite' : 'suites'} skipped`, (t) => {
    if (process.env.CI !== undefined) throw trouble
    t.skip(advice)
  })
}

export type RedisPlace = { readonly url: string; drop(): Promise<void> }

/** Keys of their own, on the server of the tests or on another. */
export function redisPlace(at = server): RedisPlace {
  const prefix = `test-${randomBytes(8).toString('hex')}`
  const url = new URL(at)
  url.searchParams.set('prefix', prefix)
  return {
    url: url.href,
    async drop() {
      const keys = await keysIn(url.href)
      if (keys.length > 0) await ask(at, (client) => Promise.all(keys.map((key) => client.del(key))))
    },
  }
}

/** All keys of a place, as Redis names them. */
export async function keysIn(url: string): Promise<string[]> {
  const prefix = new URL(url).searchParams.get('prefix')
  return ask(url, async (client) => {
    const keys: string[] = []
    for await (const some of client.scanStream({ match: `${prefix}:*`, count: 1000 })) keys.push(...some)
    return keys
  })
}

/** On a connection of its own. */
export async function ask<T>(url: string, work: (client: Redis) => Promise<T>): Promise<T> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: null, connectTimeout: 5_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    return await work(client)
  } finally {
    client.disconnect()
  }
}

export type RedisServer = {
  readonly url: string
  readonly folder: string
  /** Also again after `kill`; resolves when it answers, to this password. */
  start(password?: string): Promise<void>
  kill(): Promise<void>
  signal(name: 'SIGSTOP' | 'SIGCONT'): void
}

/** A server on a free port, not started yet, with these options besides. It is killed after the tests of the file. */
export async function ownRedis(...options: readonly string[]): Promise<RedisServer> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-redis-'))
  const port = await freePort()
  const url = `redis://127.0.0.1:${port}`
  const places = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, '--save', '']
  let child: ChildProcess | undefined
  const kill = async () => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    child.kill('SIGKILL')
    await gone
  }
  after(async () => {
    await kill()
    rmSync(folder, { recursive: true, force: true })
  })
  return {
    url,
    folder,
    kill,
    signal: (name) => child?.kill(name),
    async start(password = '') {
      child = spawn('redis-server', [...places, ...options], { stdio: 'ignore' })
      await untilItAnswers(password === '' ? url : url.replace('//', `//:${password}@`))
    },
  }
}

/** One node that has every slot: a script that touches two of them fails there. */
export async function ownCluster(): Promise<RedisServer> {
  const { server: node } = await startNode('0', '16383')
  await untilClusterIsWhole(node)
  return node
}

export async function ownTwoNodes(): Promise<readonly [RedisServer, RedisServer]> {
  const { server: first } = await startNode('0', '8191')
  const { server: second, nodePort } = await startNode('8192', '16383')
  await meet(first, second, nodePort)
  await untilClusterIsWhole(first)
  await untilClusterIsWhole(second)
  return [first, second]
}

export type ClusterWithReplica = {
  readonly masters: readonly [RedisServer, RedisServer, RedisServer]
  /** Of the first. */
  readonly replica: RedisServer
}

/** Three nodes, so that two can agree that one is gone, after a second of its silence; and who takes its place. */
export async function ownClusterWithReplica(): Promise<ClusterWithReplica> {
  const soon = ['--cluster-node-timeout', '1000']
  const { server: first } = await startNode('0', '5460', soon)
  const others = [await startNode('5461', '10922', soon), await startNode('10923', '16383', soon)] as const
  const { server: replica, nodePort } = await startBareNode(soon)
  for (const { server, nodePort: port } of [...others, { server: replica, nodePort }])
    await meet(first, server, port)
  for (const node of [first, ...others.map(({ server }) => server), replica]) await untilClusterIsWhole(node)
  const firstId = String(await ask(first.url, (client) => client.call('CLUSTER', 'MYID')))
  await until(async () =>
    String(await ask(replica.url, (client) => client.cluster('NODES'))).includes(firstId),
  )
  await ask(replica.url, (client) => client.call('CLUSTER', 'REPLICATE', firstId))
  await until(async () =>
    (await ask(replica.url, (client) => client.info('replication'))).includes('master_link_status:up'),
  )
  return { masters: [first, others[0].server, others[1].server], replica }
}

function meet(node: RedisServer, other: RedisServer, otherNodePort: string): Promise<unknown> {
  const { hostname, port } = new URL(other.url)
  return ask(node.url, (client) => client.call('CLUSTER', 'MEET', hostname, port, otherNodePort))
}

async function startNode(firstSlot: string, lastSlot: string, more: readonly string[] = []) {
  const node = await startBareNode(more)
  await ask(node.server.url, (client) => client.call('CLUSTER', 'ADDSLOTSRANGE', firstSlot, lastSlot))
  return node
}

/** `nodePort` is that of the nodes among each other: the usual one, 10000 higher, may not exist. */
async function startBareNode(more: readonly string[]) {
  const nodePort = String(await freePort())
  const options = [
    '--cluster-enabled',
    'yes',
    '--cluster-announce-ip',
    '127.0.0.1',
    '--cluster-port',
    nodePort,
    ...more,
  ]
  const server = await ownRedis(...options)
  await server.start()
  return { server, nodePort }
}

async function until(isSo: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 400; tries += 1) {
    if (await isSo()) return
    await pause(50)
  }
  throw new Error('the cluster does not come together')
}

async function untilClusterIsWhole({ url }: RedisServer): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if ((await ask(url, (client) => client.cluster('INFO'))).includes('cluster_state:ok')) return
    await pause(50)
  }
  throw new Error('the cluster does not become whole')
}

async function untilItAnswers(url: string): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (await ask(url, (client) => client.ping()).catch(() => undefined)) return
    await pause(25)
  }
  throw new Error('redis-server does not answer')
}

export async function freePort(): Promise<number> {
  const listener = createServer().listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const address = listener.address()
  listener.close()
  await once(listener, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

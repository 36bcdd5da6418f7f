/** Opens a client of one Redis server or of a cluster. The library is loaded when the first is needed. */
import type { EventEmitter } from 'node:events'
import { isIP } from 'node:net'
import type { Cluster, DNSLookupFunction } from 'ioredis'
import type { RedisAddress } from './redis-address.ts'

/** What the clients of a server and of a cluster have in common, as far as the driver asks. */
export type RedisClient = EventEmitter &
  Pick<Cluster, 'evalsha' | 'eval' | 'disconnect'> & { readonly status: string }

export type OpenedRedis = { readonly client: RedisClient; readonly isCluster: boolean }

const connectTimeoutMs = 1_500

/** A server that is silent for so long has lost the connection, or will not be missed on it. */
const silentForMs = 2_000
const retryMs = (times: number) => Math.min(50 * times, 500)

/** Tries the way there: rejects with what the server or the system says. The client then reconnects by itself. */
export async function openRedisClient(address: RedisAddress): Promise<OpenedRedis> {
  const { Cluster, Redis } = await import('ioredis')
  const { host, port } = address
  const isCluster = /^redis_mode:cluster/m.test(await askServer(address, (probe) => probe.info('server')))
  const client = isCluster
    ? new Cluster([{ host, port }], clusterOptionsOf(address))
    : new Redis({ ...optionsOf(address), host, port, db: address.database, retryStrategy: retryMs })
  // Whoever uses the connection is told by the call.
  client.on('error', () => {})
  return { client, isCluster }
}

type Probe = { info(section: string): Promise<string> }

/** One question on a connection of its own. */
export async function askServer<Answer>(
  address: RedisAddress,
  ask: (probe: Probe) => Promise<Answer>,
): Promise<Answer> {
  const { Redis } = await import('ioredis')
  const probe = new Redis({
    ...optionsOf(address),
    host: address.host,
    port: address.port,
    db: address.database,
    lazyConnect: true,
    commandTimeout: connectTimeoutMs,
    retryStrategy: null,
  })
  let reason: unknown
  probe.on('error', (error) => {
    reason ??= error
  })
  try {
    await probe.connect()
    return await ask(probe)
  } catch (error) {
    throw reason ?? error
  } finally {
    probe.disconnect()
  }
}

/** A command waits in no queue: what was refused to the caller must not be done later. */
function optionsOf({ tls, host, username, password }: RedisAddress) {
  return {
    username,
    password,
    ...(tls && { tls: isIP(host) === 0 ? { servername: host } : {} }),
    connectionName: 'latchkey',
    protocol: 2 as const,
    disableClientInfo: true,
    connectTimeout: connectTimeoutMs,
    socketTimeout: silentForMs,
    keepAlive: 10_000,
    enableOfflineQueue: false,
    autoResendUnfulfilledCommands: false,
    maxRetriesPerRequest: 0,
  }
}

function clusterOptionsOf(address: RedisAddress) {
  const { enableOfflineQueue, ...options } = optionsOf(address)
  const asNamed: DNSLookupFunction = (name, callback) => callback(null, name)
  return {
    redisOptions: address.tls ? { ...options, tls: {} } : options,
    enableOfflineQueue,
    clusterRetryStrategy: retryMs,
    slotsRefreshTimeout: connectTimeoutMs,
    maxRedirections: 5,
    // Certificates name hosts, so the name of a node must not become an address.
    ...(address.tls && { dnsLookup: asNamed }),
  }
}

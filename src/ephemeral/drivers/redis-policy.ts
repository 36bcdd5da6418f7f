/** What a Redis server does when its memory is full. */
import { redisAddressOf } from './redis-address.ts'
import { askServer } from './redis-client.ts'

/** `noeviction` is the one that loses nothing. */
export async function evictionPolicyOf(url: string): Promise<string> {
  const memory = await askServer(redisAddressOf(url), (probe) => probe.info('memory'))
  return /^maxmemory_policy:(\S+)/m.exec(memory)?.[1] ?? 'unknown'
}

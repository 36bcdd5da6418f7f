/** Requests that were made on this machine, as far as that can be told: what proxies forward is not. */
import { BlockList } from 'node:net'
import type { FastifyRequest } from 'fastify'
import { clientAddress } from '../base/network-address.ts'

const loopbackHost = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i
const loopbackAddress = /^(127\.\d+\.\d+\.\d+|::1)$/
const forwardingHeader = /^(x-forwarded(-.*)?|forwarded|via|x-real-ip|cf-connecting-ip|true-client-ip)$/i
const nobody = new BlockList()

/** From loopback, to a loopback host name, in HTTP/1.1, and without a trace of a proxy. */
export function isLocalRequest({ headers, raw, socket }: FastifyRequest): boolean {
  // Proxies that leave no header speak HTTP/1.0, unless they are told otherwise.
  if (raw.httpVersion === '1.0') return false
  const names = raw.rawHeaders.filter((_, i) => i % 2 === 0)
  if (names.some((name) => forwardingHeader.test(name))) return false
  if (names.filter((name) => name.toLowerCase() === 'host').length !== 1) return false
  const address = clientAddress(socket.remoteAddress, undefined, nobody)
  return loopbackAddress.test(address) && loopbackHost.test(headers.host ?? '')
}

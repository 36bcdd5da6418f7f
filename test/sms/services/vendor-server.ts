/** A vendor on a socket of this machine: keeps what came, and answers as the vendor or as a test says. */
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createTcpServer } from 'node:net'
import type { TestContext } from 'node:test'

export type VendorRequest = {
  readonly method: string
  /** Path and query. */
  readonly url: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

export type Answer = (response: ServerResponse, request: VendorRequest) => void

/** A vendor checks signature and parameters first; what is right is answered by `behave`. */
export type Vendor = {
  /** The vendor's refusal of a request that is wrong. */
  check(request: VendorRequest): { readonly status: number; readonly body: string } | undefined
  readonly type: string
}

export type VendorServer = Awaited<ReturnType<typeof startVendor>>

export async function startVendor(t: TestContext, vendor: Vendor, behave: Answer) {
  const received: VendorRequest[] = []
  const server = { received, behave, port: 0 }
  const http = createServer(async (incoming, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of incoming) chunks.push(chunk)
    const { method = '', url = '', headers } = incoming
    const request = { method, url, headers, body: Buffer.concat(chunks).toString() }
    received.push(request)
    const refusal = vendor.check(request)
    if (refusal === undefined) server.behave(response, request)
    else response.writeHead(refusal.status, { 'content-type': vendor.type }).end(refusal.body)
  }).listen(0, '127.0.0.1')
  await once(http, 'listening')
  t.after(() => {
    http.closeAllConnections()
    http.close()
  })
  server.port = (http.address() as AddressInfo).port
  return server
}

/** A port where connections are taken and nothing is ever said; counts the bytes that come. */
export async function startSilence(t: TestContext) {
  const silence = { port: 0, connections: 0 }
  const sockets: { destroy(): void }[] = []
  const tcp = createTcpServer((socket) => {
    silence.connections += 1
    sockets.push(socket)
    socket.on('error', () => {}).resume()
  }).listen(0, '127.0.0.1')
  await once(tcp, 'listening')
  t.after(() => {
    for (const socket of sockets) socket.destroy()
    tcp.close()
  })
  silence.port = (tcp.address() as AddressInfo).port
  return silence
}

/** One port that nobody listens on. */
export async function closedPort(): Promise<number> {
  const probe = createTcpServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const { port } = probe.address() as AddressInfo
  probe.close()
  await once(probe, 'close')
  return port
}

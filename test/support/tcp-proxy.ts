/** A real way to a server that can be watched and fail: what the client sends is counted, cut off or swallowed. */
import { once } from 'node:events'
import { type AddressInfo, createServer, connect as dial, type Socket } from 'node:net'
import type { TestContext } from 'node:test'

export type TcpProxy = {
  /** `url` with the proxy's address. */
  readonly url: string
  /** How often an answer was waited for: messages from the client with one of the server between them. */
  roundTrips(): number
  /** Ends every connection. */
  cut(): void
  /** From now on nothing goes through. */
  mute(): void
}

export async function startTcpProxy(t: TestContext, url: string): Promise<TcpProxy> {
  const { hostname, port } = new URL(url)
  const sockets = new Set<Socket>()
  let isMuted = false
  let roundTrips = 0
  const server = createServer((client) => {
    const upstream = dial(Number(port || 5432), hostname)
    let isAnswered = true
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      sockets.add(from)
      from.on('data', (bytes) => {
        if (from === client && isAnswered) roundTrips += 1
        isAnswered = from === upstream
        if (!isMuted) to.write(bytes)
      })
      from.on('error', () => {})
      from.on('close', () => to.destroy())
    }
  })
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  t.after(() => {
    cut()
    server.close()
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const through = new URL(url)
  through.host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: through.href,
    roundTrips: () => roundTrips,
    cut,
    mute() {
      isMuted = true
    },
  }
}

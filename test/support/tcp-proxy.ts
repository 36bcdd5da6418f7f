/** A real way to a server that can be watched and fail: what is sent is counted, delayed, held back or cut off. */
import { once } from 'node:events'
import { type AddressInfo, createServer, connect as dial, type Socket } from 'node:net'
import type { TestContext } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'

export type TcpProxy = {
  /** `url` with the proxy's address. */
  readonly url: string
  /** How often an answer was waited for: messages from the client with one of the server between them. */
  roundTrips(): number
  /** Ends every connection, as a server does that is killed. */
  cut(): void
  /** Every answer of the server takes so much longer. */
  delay(ms: number): void
  /** From now on nothing goes through: a black hole. What is sent is kept on the way. */
  mute(): void
  /** The same for answers alone, from when the client has sent `text`: the server does what nobody hears of. */
  muteAnswersTo(text: string): Promise<void>
  /** What was kept on the way arrives, also when its sender has given up meanwhile. */
  unmute(): void
}

export async function startTcpProxy(t: TestContext, url: string): Promise<TcpProxy> {
  const { hostname, port, protocol } = new URL(url)
  const usualPort = protocol === 'redis:' ? 6379 : 5432
  const sockets = new Set<Socket>()
  const muted = { requests: false, answers: false }
  const kept: (() => void)[] = []
  let awaited: { readonly text: string; readonly seen: () => void } | undefined
  let delayMs = 0
  let roundTrips = 0

  /** One direction: `deliver` in order, later than now while it is slow or muted. */
  function lane(name: 'requests' | 'answers'): (deliver: () => void) => void {
    let before: Promise<unknown> = Promise.resolve()
    let underWay = 0
    return (deliver) => {
      const at = performance.now() + (name === 'answers' ? delayMs : 0)
      const arrive = () => (muted[name] ? kept.push(deliver) : deliver())
      if (underWay === 0 && (name === 'requests' || delayMs === 0)) return arrive()
      underWay += 1
      before = before
        .then(() => pause(Math.max(0, at - performance.now())))
        .then(arrive)
        .finally(() => {
          underWay -= 1
        })
    }
  }

  const server = createServer((client) => {
    const upstream = dial(Number(port || usualPort), hostname)
    let isAnswered = true
    for (const [from, to, send] of [
      [client, upstream, lane('requests')],
      [upstream, client, lane('answers')],
    ] as const) {
      sockets.add(from)
      from.on('data', (bytes) => {
        if (from === client && isAnswered) roundTrips += 1
        isAnswered = from === upstream
        if (from === client && awaited !== undefined && bytes.includes(awaited.text)) {
          muted.answers = true
          awaited.seen()
          awaited = undefined
        }
        send(() => to.write(bytes))
      })
      from.on('error', () => {})
      from.on('close', () => {
        sockets.delete(from)
        send(() => to.end())
      })
    }
  })
  const cut = () => {
    for (const socket of sockets) socket.resetAndDestroy()
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
    delay(ms) {
      delayMs = ms
    },
    mute() {
      muted.requests = true
      muted.answers = true
    },
    muteAnswersTo(text) {
      return new Promise((resolve) => {
        awaited = { text, seen: resolve }
      })
    },
    unmute() {
      muted.requests = false
      muted.answers = false
      for (const deliver of kept.splice(0)) deliver()
    },
  }
}

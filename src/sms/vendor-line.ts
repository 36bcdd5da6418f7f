/**
 * The way to a vendor for one message: one connection, one request, a deadline. Whatever a library does with a
 * redirect, an error or a time-out, there is no second request (spec 4, rule 3).
 */
import { type LookupAddress, lookup } from 'node:dns'
import { Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent } from 'node:https'
import type { LookupFunction, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { pinnedTo } from '../base/allowed-target.ts'

export interface VendorLine {
  /** For the library. One that takes it is watched: without a connection nothing has left. */
  takeAgent(): HttpAgent | HttpsAgent
  /** The agent's connection goes to one of these, whatever the name of the host stands for by then. */
  pinTo(addresses: readonly LookupAddress[]): void
  /** Ends at the deadline. */
  readonly signal: AbortSignal
  /** Can a request have left this machine? Of a library that did not take the agent nobody knows. */
  canHaveLeft(): boolean
}

type ClosableLine = VendorLine & { readonly close: () => void }

type Connecting = (error: Error | null, socket?: Duplex) => void

/** Runs `work`, hangs up, and answers what `read` makes of the outcome. At the deadline that is neither value nor error. */
export async function overLine<T>(
  { secure, deadlineMs }: { readonly secure: boolean; readonly deadlineMs: number },
  work: (line: VendorLine) => Promise<T>,
  read: (outcome: { readonly value?: T; readonly error?: unknown }, line: VendorLine) => T,
): Promise<T> {
  const line = openLine(secure)
  const working = work(line).then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  )
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<object>((resolve) => {
    timer = setTimeout(() => {
      line.close()
      resolve({})
    }, deadlineMs)
  })
  const outcome = await Promise.race([working, deadline])
  clearTimeout(timer)
  line.close()
  return read(outcome, line)
}

function openLine(secure: boolean): ClosableLine {
  const aborting = new AbortController()
  const state = { taken: false, connected: false, socket: undefined as Socket | undefined, closed: false }
  let findHost = lookupName
  const agentOptions = {
    keepAlive: false,
    lookup: ((...asked) => findHost(...asked)) satisfies LookupFunction,
  }
  const agent = secure ? new HttpsAgent(agentOptions) : new HttpAgent(agentOptions)
  const connect = agent.createConnection.bind(agent)
  agent.createConnection = (options, callback: Connecting) => {
    if (state.closed || state.socket !== undefined) {
      callback(new Error('a second request is not made'))
      return undefined
    }
    const socket = connect(options, callback) as Socket
    state.socket = socket
    socket.once(secure ? 'secureConnect' : 'connect', () => {
      state.connected = true
    })
    return socket
  }
  return {
    takeAgent() {
      state.taken = true
      return agent
    },
    pinTo(addresses) {
      findHost = pinnedTo(addresses)
    },
    signal: aborting.signal,
    canHaveLeft: () => !state.taken || state.connected,
    close() {
      state.closed = true
      aborting.abort()
      state.socket?.destroy()
    },
  }
}

/** `localhost` and the names below it are this machine (RFC 6761, 6.3), which not every resolver knows. */
const lookupName: LookupFunction = (name, options, callback) =>
  lookup(name.endsWith('.localhost') ? 'localhost' : name, options, callback)

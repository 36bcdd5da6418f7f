/**
 * Keeps the session of a page whose calls carry tokens, and renews its id_token, over all tabs of the origin. Tokens
 * lie in memory alone: a new tab asks the others, and with the last tab the session is gone from this browser. What
 * has to outlive that is the cookie of the element face, which no script can read.
 */
import type { CallOptions } from './client-options.ts'
import { type Session, sessionOf } from './login-outcome.ts'
import { pause } from './pause.ts'
import { Refused } from './refused.ts'
import type { SdkClient } from './sdk-client.ts'
import { openTabChannel, type TabMessage } from './tab-channel.ts'

export type SessionKeeper = {
  /** The session, once other tabs had their chance to tell of one. */
  ready(): Promise<Session | undefined>
  readonly session: Session | undefined
  /** After a login: keeps it, here and in the other tabs. */
  begin(session: Session): void
  /**
   * An id_token that is good for at least half a minute, renewed where needed: of all tabs one calls the server.
   * Nothing without a session, or when the server says that it has ended. Rejects with `Unanswered` and the signal's
   * reason.
   */
  idToken(options?: CallOptions): Promise<string | undefined>
  /** Ends it at the server, here and in the other tabs; rejects as a call does, and it is ended here all the same. */
  logout(options?: CallOptions): Promise<void>
  /** Calls back when a session begins, is renewed or ends, in whatever tab; answers with what stops that. */
  onChange(listener: (session: Session | undefined) => void): () => void
  /** Lets go of the other tabs. */
  close(): void
}

/** How long another tab may take to answer. */
const answerMs = 60
const earlyMs = 30_000

export function createSessionKeeper(clientId: string, sdk: SdkClient): SessionKeeper {
  let session: Session | undefined
  const listeners = new Set<(session: Session | undefined) => void>()
  const channel = openTabChannel(clientId, hear)

  function hear(message: TabMessage): void {
    if (message.kind === 'session') change(message.session)
    else if (session !== undefined) channel.send({ kind: 'session', session })
  }

  function change(next: Session | undefined): void {
    if (next?.idToken === session?.idToken) return
    session = next
    for (const listener of listeners) listener(session)
  }

  function tell(next: Session | undefined): void {
    change(next)
    channel.send({ kind: 'session', session: next })
  }

  async function askTabs(): Promise<void> {
    channel.send({ kind: 'ask' })
    await pause(answerMs)
  }

  async function renew({ signal }: CallOptions): Promise<void> {
    // Another tab may have renewed it while this one waited for its turn.
    await askTabs()
    const { sessionToken = '' } = session ?? {}
    if (session === undefined || isFresh(session)) return
    try {
      const path = 'sso/session-token/id-token'
      const { id_token: idToken, expire } = await sdk.call(path, undefined, { signal, sessionToken })
      tell(sessionOf(sessionToken, idToken, expire))
    } catch (error) {
      if (!(error instanceof Refused && error.status < 429)) throw error
      tell(undefined)
    }
  }

  const first = askTabs()
  return {
    async ready() {
      await first
      return session
    },
    get session() {
      return session
    },
    begin: tell,
    async idToken(options = {}) {
      await first
      if (session !== undefined && !isFresh(session)) {
        const { signal } = options
        const lock = `latchkey:${clientId}`
        await navigator.locks.request(lock, signal === undefined ? {} : { signal }, () => renew(options))
      }
      return session?.idToken
    },
    async logout(options = {}) {
      const sessionToken = session?.sessionToken
      tell(undefined)
      if (sessionToken !== undefined) await sdk.call('logout', undefined, { ...options, sessionToken })
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => channel.close(),
  }
}

function isFresh({ idTokenExpiresAt }: Session): boolean {
  return idTokenExpiresAt - Date.now() > earlyMs
}

/** What the tabs of one client on one origin tell each other. */
import type { Session } from './login-outcome.ts'

/** `session` is absent where there is none, or none any more. */
export type TabMessage =
  | { readonly kind: 'ask' }
  | { readonly kind: 'session'; readonly session: Session | undefined }

export type TabChannel = {
  send(message: TabMessage): void
  close(): void
}

/** Messages of this page's own channels of the same name are heard too, but never one's own. */
export function openTabChannel(clientId: string, hear: (message: TabMessage) => void): TabChannel {
  const channel = new BroadcastChannel(`latchkey:${clientId}`)
  channel.onmessage = ({ data }: MessageEvent<TabMessage>) => hear(data)
  return { send: (message) => channel.postMessage(message), close: () => channel.close() }
}

/** The app as the owner of a session token sees it. */
import { refuse } from '../base/refusal.ts'
import type { AppView } from '../elements/app-view.ts'
import { withText } from '../elements/with-text.ts'
import type { SessionStore } from '../sessions/session-store.ts'
import type { App } from './app.ts'
import type { AppViews } from './views.ts'

type SessionViewNeeds = Pick<AppViews, 'root' | 'explain'> & {
  readonly sessions: Pick<SessionStore, 'findByToken'>
}

export function createSessionViews({ root, explain, sessions }: SessionViewNeeds): App['asSession'] {
  return async (token: unknown): Promise<AppView> => {
    const session = typeof token === 'string' ? await sessions.findByToken(token) : undefined
    if (session === undefined) throw withText(refuse('SESSION_INVALID'), (refusal) => explain(refusal, 'en'))
    const { id: sessionId, userId, tenantId, clientId } = session
    return root.with({ caller: { kind: 'user', userId, sessionId }, tenantId, clientId })
  }
}

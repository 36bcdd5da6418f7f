/** What every login call answers: tokens, or the step that is missing (spec 5, "Statuses of a login"). */
import Type, { type Static } from 'typebox'
import type { CompletedLogin } from '../../sessions/complete-login.ts'

const text = (description: string) => Type.Optional(Type.String({ description }))

export const loginAnswer = Type.Object({
  status: Type.String({ description: '`SUCCESS`, or which step is missing.' }),
  session_token: text('Stands for the session.'),
  expire: Type.Optional(Type.Integer({ description: 'Seconds that the session lives.' })),
  id_token: text('JWT that says who the user is.'),
  state_token: text('Carries a login that waits for a step.'),
  data: text('What the next step needs, as JSON.'),
})

export function toLoginAnswer(login: CompletedLogin): Static<typeof loginAnswer> {
  if (login.status === 'ACCESS_DENIED') return { status: login.status, data: login.data }
  if (login.status !== 'SUCCESS')
    return { status: login.status, state_token: login.stateToken, data: login.data }
  const { status, sessionToken, expire, idToken } = login
  return { status, session_token: sessionToken, expire, id_token: idToken }
}

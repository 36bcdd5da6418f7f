/** `app.asSession`: from a session token to its owner's view of the app. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { AuthSvc } from '../../src/login/auth-functions.ts'
import { authOf, logIn, setStatus, signUp } from '../login/phone/phone-people.ts'
import { openTestApp } from '../support/open-test-app.ts'
import { refusal } from '../support/refusals.ts'

describe('app.asSession', () => {
  test('is the app as the owner of the token sees it, in this session', async (t) => {
    const opened = await openTestApp(t)
    const amy = await signUp(opened)
    const view = await opened.app.asSession(amy.sessionToken)
    const { userId } = await authOf(view).currentUser()
    const [session] = await view.getElement<AuthSvc>('auths.loginTypes.services.AuthSvc').listSessions()
    assert.deepEqual([userId, session?.id, session?.current], [amy.userId, amy.sessionId, true])
    assert.throws(() => view.with({ caller: { kind: 'system' } }), /more rights/)
  })

  test('a session that ended, idled out or never was is SESSION_INVALID, with its text', async (t) => {
    const opened = await openTestApp(t)
    const amy = await signUp(opened)
    const later = await logIn(opened)
    await amy.auth.logout()
    for (const token of [amy.sessionToken, 'x', '', undefined, Object(7)])
      await assert.rejects(opened.app.asSession(token), refusal('SESSION_INVALID'))
    await assert.rejects(opened.app.asSession('x'), { message: /^SESSION_INVALID: \w/ })
    await opened.app.asSession(later.sessionToken)
    opened.clock.advance(432_000_000)
    await assert.rejects(opened.app.asSession(later.sessionToken), refusal('SESSION_INVALID'))
  })

  test('so is the session of a disabled user', async (t) => {
    const opened = await openTestApp(t)
    const amy = await signUp(opened)
    await setStatus(opened, amy.userId, 'disabled')
    await assert.rejects(opened.app.asSession(amy.sessionToken), refusal('SESSION_INVALID'))
  })
})

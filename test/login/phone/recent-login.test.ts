/** What a stolen session can do to an account's number: nothing (spec 5, `reauthSeconds`). */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { defaultTenant, type SessionId, type UserId } from '../../../src/base/ids.ts'
import type { PasswordLogin } from '../../../src/login/password/password-type.ts'
import { openTestApp, type TestApp, type TestElement } from '../../support/open-test-app.ts'
import { refusal } from '../../support/refusals.ts'
import { addUser } from '../../users/add-user.ts'
import {
  amysPhone,
  bobsPhone,
  codeFor,
  laterCodeFor,
  type Person,
  phoneOf,
  seenBy,
  signedIn,
  signUp,
  ticketOf,
} from './phone-people.ts'

const elements = {
  'auths.loginTypes.password': {
    type: 'auths.loginTypes.PasswordType',
    config: { passwordTransport: 'plain', allowRegister: 1 },
  },
}

function withReauth(seconds: number): Record<string, TestElement> {
  return { ...elements, 'clients.web': { config: { reauthSeconds: seconds } } }
}

/** A user with a number and a name. */
async function withBoth(opened: TestApp): Promise<string> {
  const { userId } = await signUp(opened)
  const passwords = opened.app.getElement<PasswordLogin>('auths.loginTypes.password')
  await passwords.bind(userId, 'amy', 'correct horse')
  return userId
}

/** Each change of a number: who it is for, what is asked for ahead, and the change itself. */
const changes = {
  bind: {
    user: (opened: TestApp): Promise<string> => addUser(opened, 'Amy'),
    ready: async (opened: TestApp, amy: Person) => {
      const code = await laterCodeFor(opened, bobsPhone, amy.view)
      return (person: Person) => person.phone.bind(person.userId, bobsPhone, code)
    },
  },
  unbind: {
    user: withBoth,
    ready: async (opened: TestApp, amy: Person) => {
      const code = await laterCodeFor(opened, amysPhone, amy.view)
      return (person: Person) => person.phone.unbind(person.userId, code)
    },
  },
  updatePhone: {
    user: withBoth,
    ready: async (opened: TestApp, amy: Person) => {
      const ticket = await ticketOf(opened, amy)
      const code = await codeFor(opened, bobsPhone, amy.view)
      return (person: Person) => person.phone.updatePhone(person.userId, ticket, bobsPhone, code)
    },
  },
} as const

describe('spec 5: a number is changed within reauthSeconds of the login', () => {
  for (const [name, { user, ready }] of Object.entries(changes)) {
    test(`${name}: 600 seconds after the login yes, a millisecond later REAUTH_REQUIRED`, async (t) => {
      const opened = await openTestApp(t, { elements })
      const userId = await user(opened)
      for (const [afterMs, isRecent] of [
        [600_001, false],
        [600_000, true],
      ] as const) {
        const amy = await signedIn(opened, userId)
        const at = opened.clock.now() + afterMs
        opened.clock.advance(400_000)
        const change = await ready(opened, amy)
        opened.clock.advance(at - opened.clock.now())
        if (isRecent) assert.equal(await change(amy), 1)
        else await assert.rejects(change(amy), refusal('REAUTH_REQUIRED'))
      }
    })

    test(`${name}: a refused one leaves the code as it is, for the session that logs in again`, async (t) => {
      const opened = await openTestApp(t, { elements: withReauth(60) })
      const amy = await signedIn(opened, await user(opened))
      opened.clock.advance(60_000)
      const change = await ready(opened, amy)
      await assert.rejects(change(amy), refusal('REAUTH_REQUIRED'))
      const { database } = opened.rooms
      await (await database.kysely())
        .updateTable('sessions')
        .set({ auth_time: opened.clock.now() })
        .where('id', '=', amy.sessionId)
        .execute()
      assert.equal(await change(amy), 1)
    })

    test(`${name}: LOGIN_REQUIRED without a living session, whatever reauthSeconds is`, async (t) => {
      const opened = await openTestApp(t, { elements: withReauth(0) })
      const amy = await signedIn(opened, await user(opened))
      const change = await ready(opened, amy)
      const invented = seenBy(opened, amy.userId)
      await assert.rejects(change({ ...amy, phone: phoneOf(invented) }), refusal('LOGIN_REQUIRED'))
      const [userId, id] = [amy.userId as UserId, amy.sessionId as SessionId]
      await opened.rooms.sessions.end({ tenantId: defaultTenant, userId, id })
      await assert.rejects(change(amy), refusal('LOGIN_REQUIRED'))
    })

    test(`${name}: the session's client sets reauthSeconds, 0 switches it off`, async (t) => {
      const opened = await openTestApp(t, { elements: withReauth(0) })
      const amy = await signedIn(opened, await user(opened))
      opened.clock.advance(86_400_000)
      assert.equal(await (await ready(opened, amy))(amy), 1)
    })

    test(`${name}: in-process code with every right needs no session`, async (t) => {
      const opened = await openTestApp(t, { elements })
      const amy = await signedIn(opened, await user(opened))
      const change = await ready(opened, amy)
      opened.clock.advance(200_000)
      assert.equal(await change({ ...amy, phone: phoneOf(opened.app) }), 1)
    })
  }
})

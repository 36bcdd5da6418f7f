/** A disabled user: spec 2, rule 9. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { defaultTenant, type UserId } from '../../../src/base/ids.ts'
import type { AppView } from '../../../src/elements/app-view.ts'
import { openTestApp, type TestApp } from '../../support/open-test-app.ts'
import { refusal } from '../../support/refusals.ts'
import {
  amysPhone,
  anonymous,
  bobsPhone,
  codeFor,
  laterCodeFor,
  type Person,
  phoneOf,
  signUp,
  ticketOf,
  wrong,
} from './phone-people.ts'

describe('spec 2 rule 9: a disabled user', () => {
  async function disabled(opened: TestApp): Promise<Person> {
    const amy = await signUp(opened)
    const { users, database } = opened.rooms
    await database.commit([users.setStatus(defaultTenant, amy.userId as UserId, 'disabled')])
    return amy
  }

  const acts: Record<string, (amy: Person, nobody: AppView, code: string) => Promise<unknown>> = {
    getLoginCode: (_, nobody, code) => phoneOf(nobody).getLoginCode(amysPhone, code),
    unbind: ({ phone, userId }, _, code) => phone.unbind(userId, code),
    checkMyMessage: ({ phone }, _, code) => phone.checkMyMessage(code),
  }

  for (const [name, act] of Object.entries(acts))
    test(`${name}: told only after a right code`, async (t) => {
      const opened = await openTestApp(t)
      const amy = await disabled(opened)
      const nobody = anonymous(opened)
      const code = await laterCodeFor(opened, amysPhone, name === 'getLoginCode' ? nobody : amy.view)
      await assert.rejects(act(amy, nobody, wrong(code)), refusal('CODE_ERROR'))
      await assert.rejects(act(amy, nobody, code), refusal('USER_DISABLED'))
    })

  test('bind and updatePhone: told only after a right code', async (t) => {
    const opened = await openTestApp(t)
    const amy = await signUp(opened)
    const ticket = await ticketOf(opened, amy)
    const { users, database } = opened.rooms
    await database.commit([users.setStatus(defaultTenant, amy.userId as UserId, 'disabled')])
    const code = await codeFor(opened, bobsPhone, amy.view)
    const change = (typed: string) => amy.phone.updatePhone(amy.userId, ticket, bobsPhone, typed)
    await assert.rejects(change(wrong(code)), refusal('CODE_ERROR'))
    await assert.rejects(change(code), refusal('USER_DISABLED'))
    await assert.rejects(amy.phone.bind(amy.userId, bobsPhone, wrong(code)), refusal('CODE_ERROR'))
    await assert.rejects(amy.phone.bind(amy.userId, bobsPhone, code), refusal('USER_DISABLED'))
  })
})

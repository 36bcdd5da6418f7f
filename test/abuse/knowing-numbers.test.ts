/** Who wants to know which numbers have accounts, and to make accounts of others: spec 6, A21, A22, A40. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  amysPhone,
  anonymous,
  bobsPhone,
  codeFor,
  laterCodeFor,
  messageLogin,
  phoneOf,
  sdkOf,
  setStatus,
  signedIn,
  signUp,
  wrong,
} from '../login/phone/phone-people.ts'
import { recordingSms } from '../login/phone/recording-sms.ts'
import { openTestApp, type TestApp } from '../support/open-test-app.ts'
import { outcome, refusal } from '../support/refusals.ts'
import { traceStores } from '../support/store-trace.ts'
import { addUser } from '../users/add-user.ts'

const unknown = '13600136000'

/** An app where Amy has a number, Bob is disabled, and nobody has the third number. */
async function openTown(t: Parameters<typeof openTestApp>[0]): Promise<TestApp> {
  const opened = await openTestApp(t)
  await signUp(opened)
  const bob = await signUp(opened, bobsPhone)
  await setStatus(opened, bob.userId, 'disabled')
  opened.clock.advance(45_000)
  // Whether a prefix is closed is asked once in five minutes, and not of a number.
  for (const phone of [amysPhone, bobsPhone, unknown])
    await phoneOf(opened.app).sendMessage(`${phone.slice(0, 3)}11112222`)
  return opened
}

type Seen = { readonly answer: unknown; readonly operations: readonly string[] }

async function see(opened: TestApp, act: () => Promise<unknown>): Promise<Seen> {
  let answer: unknown
  await opened.rooms.messages.flush()
  const { operations } = await traceStores(opened, async () => {
    answer = await act().catch((error: Error) => error.message)
  })
  return { answer, operations }
}

describe('A21: known, unknown and disabled numbers answer alike, by the same operations in the same order', () => {
  const device = { device: { key: 'dt:one' }, address: '198.51.100.7' }
  const acts: Record<string, (opened: TestApp, phone: string) => Promise<() => Promise<unknown>>> = {
    sendMessage: async (opened, phone) => () => phoneOf(anonymous(opened, device)).sendMessage(phone),
    'sendMessage again, too soon': async (opened, phone) => {
      await codeFor(opened, phone)
      return () => phoneOf(anonymous(opened, device)).sendMessage(phone)
    },
    'getLoginCode, wrong code': async (opened, phone) => {
      const code = await codeFor(opened, phone)
      return () => phoneOf(anonymous(opened, device)).getLoginCode(phone, wrong(code))
    },
    'getLoginCode, no code': async (opened, phone) => () =>
      phoneOf(anonymous(opened, device)).getLoginCode(phone, '123456'),
    'register, wrong code': async (opened, phone) => {
      const code = await codeFor(opened, phone)
      return () => phoneOf(anonymous(opened, device)).register(phone, wrong(code), 'Eve')
    },
    'the SDK API’s login, wrong code': async (opened, phone) => {
      const request = await messageLogin(opened, phone)
      return () => sdkOf(opened).login.loginByMessage({ ...request, code: wrong(request.code) })
    },
  }

  for (const [name, prepare] of Object.entries(acts))
    test(name, async (t) => {
      const opened = await openTown(t)
      const seen: Seen[] = []
      for (const phone of [amysPhone, bobsPhone, unknown])
        seen.push(await see(opened, await prepare(opened, phone)))
      assert.deepEqual(seen[0], seen[1])
      assert.deepEqual(seen[0], seen[2])
      assert.ok((seen[0]?.operations.length ?? 0) > 0)
    })
})

describe('who wants an account that is not theirs', () => {
  test('A40: what a stranger did with an unproven number leaves nothing of it', async (t) => {
    const opened = await openTestApp(t)
    const eve = await addUser(opened, 'Eve')
    const { view: evesView } = await signedIn(opened, eve)
    await phoneOf(evesView).sendMessage(amysPhone)
    await assert.rejects(phoneOf(evesView).bind(eve, amysPhone, '000000'), refusal('CODE_ERROR'))
    const nobody = phoneOf(anonymous(opened))
    const code = await laterCodeFor(opened, amysPhone)
    assert.equal(await outcome(nobody.getLoginCode(amysPhone, code)), 'USER_AUTH_MISS')
    const amy = await nobody.register(amysPhone, code, 'Amy')
    assert.notEqual(amy.userId.value, eve)
    const rows = await (await opened.rooms.database.kysely())
      .selectFrom('phone_bindings')
      .selectAll()
      .execute()
    assert.deepEqual(
      rows.map(({ user_id }) => user_id),
      [amy.userId.value],
    )
  })

  test('A52: a double click and retries send one SMS', async (t) => {
    const sms = recordingSms()
    const opened = await openTestApp(t, { elements: sms.elements })
    const { sendMessage } = phoneOf(anonymous(opened))
    const first = sendMessage(amysPhone)
    const second = outcome(sendMessage(amysPhone))
    await first
    assert.equal(await second, 'SEND_TOO_FREQUENT')
    for (let i = 0; i < 5; i += 1) await outcome(sendMessage(amysPhone))
    assert.equal(sms.sent.length, 1)
  })

  test('A53: a vendor that is away is never a silent success', async (t) => {
    const sms = recordingSms()
    const opened = await openTestApp(t, { elements: sms.elements })
    sms.answer(() => Promise.reject(new Error('connect ECONNREFUSED')))
    await assert.rejects(phoneOf(anonymous(opened)).sendMessage(amysPhone), refusal('SMS_SEND_FAILED'))
  })
})

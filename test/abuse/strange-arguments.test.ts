/** Arguments that nobody means: spec 6, A58; spec 1, names and keys; house rules, "argument checks never throw anything but a refusal". */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { Refusal } from '../../src/base/refusal.ts'
import {
  amysPhone,
  anonymous,
  authOf,
  codeFor,
  phoneOf,
  seenBy,
  signedIn,
} from '../login/phone/phone-people.ts'
import { openTestApp } from '../support/open-test-app.ts'
import { refusal } from '../support/refusals.ts'
import { addUser } from '../users/add-user.ts'

const phoneFunctions = [
  'sendMessage',
  'getLoginCode',
  'register',
  'bind',
  'unbind',
  'checkMyMessage',
  'updatePhone',
  'getLoginConfig',
]
const authFunctions = ['loginByCode', 'revokeSession', 'listSessions', 'currentUser']
const params = [
  'phone',
  'code',
  'nick',
  'userId',
  'ticket',
  'newPhone',
  'newCode',
  'purpose',
  'loginCode',
  'corp',
  'id',
]

const strange = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.constantFrom(
    '__proto__',
    'constructor',
    "' OR 1=1 --",
    '\0',
    '\ud800',
    '١٢٣٤٥٦',
    '%00',
    '../../etc/passwd',
    '13800138000',
  ),
  fc.object({ withNullPrototype: true, maxDepth: 2 }),
  fc.anything({ withBigInt: true, withDate: true, withMap: true, withSparseArray: true, maxDepth: 2 }),
)

describe('strange arguments', () => {
  test('A58: whatever is passed, the answer is a result or a refusal', async (t) => {
    const opened = await openTestApp(t)
    const { view: user } = await signedIn(opened, await addUser(opened, 'Amy'))
    const views = [anonymous(opened), user, opened.app]
    const onlyRefusals = async (call: () => Promise<unknown>) => {
      try {
        await call()
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
      }
    }
    const call = fc.record({
      view: fc.constantFrom(...views),
      target: fc.constantFrom(
        ...phoneFunctions.map((name) => ['auths.loginTypes.phone', name] as const),
        ...authFunctions.map((name) => ['auths.loginTypes.services.AuthSvc', name] as const),
      ),
      named: fc.dictionary(fc.oneof(fc.constantFrom(...params), fc.string({ maxLength: 12 })), strange, {
        maxKeys: 5,
      }),
      positional: fc.array(strange, { maxLength: 5 }),
    })
    await fc.assert(
      fc.asyncProperty(call, async ({ view, target: [fullName, name], named, positional }) => {
        await onlyRefusals(() => view.callFunction(fullName, name, named, true))
        const handle = view.getElement(fullName)
        await onlyRefusals(async () => handle[name]?.(...positional))
      }),
      { numRuns: 1000 },
    )
  })

  test('A58: SQL in every field is text', async (t) => {
    const opened = await openTestApp(t)
    const sql = "x'); drop table users; --"
    const code = await codeFor(opened, amysPhone)
    const user = await phoneOf(anonymous(opened)).register(amysPhone, code, sql)
    assert.equal(user.nick.value, sql)
    const { userId } = await authOf(opened.app).loginByCode(user.loginCode)
    assert.equal((await authOf(seenBy(opened, userId)).currentUser()).nick, sql)
  })

  test('a nick that steers a terminal or hides text is refused; any other is stored as it is', async (t) => {
    const opened = await openTestApp(t)
    const nobody = phoneOf(anonymous(opened))
    for (const [index, nick] of [
      '👩‍👩‍👧‍👦',
      'e\u0301',
      'می\u200cخواهم',
      '❤\ufe0f🏴\u{e0067}\u{e0062}\u{e007f}',
      '<script>',
      '{{SECRET}}',
    ].entries()) {
      const phone = `1390000000${index}`
      const { userId } = await nobody.register(phone, await codeFor(opened, phone), nick)
      assert.equal((await authOf(seenBy(opened, userId.value)).currentUser()).nick, nick)
    }
    const refused = [
      '\u202eevil',
      'a\0b',
      'a\u001b[2J',
      'a\u009b2J',
      'a\nb',
      'a\u2066b',
      '\u200fa',
      'a\u2028b',
      ' ',
    ]
    for (const nick of refused)
      await assert.rejects(nobody.register(amysPhone, '123456', nick), refusal('API_PARAMS_ERROR'), nick)
  })

  test('huge arguments are refused before anything is done with them', async (t) => {
    const opened = await openTestApp(t)
    const huge = '1'.repeat(5_000_000)
    const nobody = phoneOf(anonymous(opened))
    for (const call of [
      nobody.sendMessage(huge),
      nobody.getLoginCode(amysPhone, huge),
      nobody.register(amysPhone, '1', huge),
      phoneOf(opened.app).bind(huge, amysPhone, '1'),
      phoneOf(opened.app).updatePhone('u', huge, amysPhone, '1'),
      authOf(opened.app).loginByCode(huge),
    ])
      await assert.rejects(call, refusal('API_PARAMS_ERROR'))
  })

  test('forbidden keys do not reach a Type, and the prototype of objects stays clean', async (t) => {
    const opened = await openTestApp(t)
    const named = JSON.parse('{"phone":"13800138000","__proto__":{"code":"1"},"constructor":{}}')
    const call = opened.app.callFunction('auths.loginTypes.phone', 'getLoginCode', named, true)
    await assert.rejects(call, refusal('API_PARAMS_ERROR'))
    assert.equal(Reflect.get({}, 'code'), undefined)
  })

  test('functions that no Type declares are not found, however they are called', async (t) => {
    const opened = await openTestApp(t)
    for (const name of [
      'constructor',
      '__proto__',
      'toString',
      'sendCode',
      'loginByMessage',
      'admit',
      'prove',
      'services',
    ])
      await assert.rejects(
        opened.app.callFunction('auths.loginTypes.phone', name, {}, false),
        refusal('FUNCTION_NOT_FOUND'),
      )
  })
})

/** Numbers as the phone login takes them: spec 2, "Numbers". */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { openTestApp } from '../../support/open-test-app.ts'
import { refusal } from '../../support/refusals.ts'
import { anonymous, codeFor, laterCodeFor, phoneOf } from './phone-people.ts'

const spellings = [
  '13800138000',
  '+86 138 0013 8000',
  '0086-13800138000',
  '１３８００１３８０００',
  '+86 (138) 0013-8000',
  '138\u200b0013\u200e8000',
  '\u202d13800138000\u202c',
  '\ufeff+8613800138000',
  '+86 013800138000',
  '＋８６ 13800138000',
]

describe('spec 2, numbers', () => {
  test('A43: every spelling of a number is one number, one interval and one account', async (t) => {
    const opened = await openTestApp(t)
    const phone = phoneOf(anonymous(opened))
    const code = await codeFor(opened, '13800138000')
    for (const spelling of spellings)
      await assert.rejects(
        phone.sendMessage(spelling),
        refusal('SEND_TOO_FREQUENT'),
        JSON.stringify(spelling),
      )
    const { userId } = await phone.register('0086-13800138000', code, 'Amy')
    for (const spelling of spellings.slice(-3)) {
      opened.clock.advance(3_600_000)
      const again = await laterCodeFor(opened, '13800138000')
      assert.equal((await phone.getLoginCode(spelling, again)).userId, userId.value)
    }
    const users = await (await opened.rooms.database.kysely()).selectFrom('users').select('phone').execute()
    assert.deepEqual(
      users.map((user) => user.phone),
      ['+8613800138000'],
    )
  })

  test('A44: the same local digits in two countries are two accounts', async (t) => {
    const opened = await openTestApp(t)
    const phone = phoneOf(anonymous(opened))
    const american = await phone.register('+17402345678', await codeFor(opened, '+17402345678'), 'Amy')
    const british = await phone.register('+447402345678', await codeFor(opened, '+447402345678'), 'Bob')
    assert.notEqual(american.userId.value, british.userId.value)
    await assert.rejects(phone.sendMessage('7402345678'), refusal('PHONE_INVALID'))
  })

  test('defaultCountry is how a number without + is read', async (t) => {
    const config = { defaultCountry: 'GB' }
    const opened = await openTestApp(t, { elements: { 'auths.loginTypes.phone': { config } } })
    await phoneOf(anonymous(opened)).sendMessage('07400 123456')
    assert.equal((await opened.app.inbox('+447400123456')).length, 1)
  })

  for (const number of [
    '',
    '12',
    'abc',
    '13800138000abc',
    '12345678901',
    '010-12345678',
    '+861380013800',
    '+86138001380000',
    '++8613800138000',
    '13800138000;ext=1',
    '1e10',
    '__proto__',
    '\0',
    "1' OR '1'='1",
    '+999123456789',
    '٠١٢٣٤٥٦٧٨٩٠',
  ])
    test(`${JSON.stringify(number)} is PHONE_INVALID`, async (t) => {
      const { sendMessage } = phoneOf(anonymous(await openTestApp(t)))
      await assert.rejects(sendMessage(number), refusal('PHONE_INVALID'))
    })

  test('a number of a country that is not allowed is PHONE_COUNTRY_NOT_ALLOWED', async (t) => {
    const { sendMessage } = phoneOf(anonymous(await openTestApp(t)))
    await assert.rejects(sendMessage('+33612345678'), refusal('PHONE_COUNTRY_NOT_ALLOWED'))
  })

  test('more than 64 characters are no argument', async (t) => {
    const { sendMessage } = phoneOf(anonymous(await openTestApp(t)))
    await assert.rejects(sendMessage('1'.repeat(65)), refusal('API_PARAMS_ERROR'))
    await assert.rejects(sendMessage('\u200b'.repeat(1_000_000)), refusal('API_PARAMS_ERROR'))
  })
})

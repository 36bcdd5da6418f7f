/** Texts that people write of themselves: what steers a terminal or hides text has no place in them. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Check } from 'typebox/value'
import { createUser } from '../../src/accounts/create-user.ts'
import { passwordFunctions } from '../../src/login/password/password-functions.ts'
import { phoneFunctions } from '../../src/login/phone/phone-functions.ts'
import { isPersonText, personText } from '../../src/users/person-text.ts'
import { importText } from '../accounts/import-file.ts'
import { openAccounts, operator } from '../accounts/open-accounts.ts'
import { refusal } from '../support/refusals.ts'

const refused = [
  'a\0',
  '\u001b[31m',
  'a\nb',
  'a\tb',
  '\u0085',
  '\u007f',
  '\u202e',
  '\u202a',
  '\u2066',
  '\u2069',
  '\u061c',
]
const accepted = [
  '张三',
  "O'Neil",
  'می\u200cخواهم',
  '👩\u200d👩\u200d👧',
  '❤\ufe0f',
  '👍🏽',
  'e\u0301',
  'a b',
  '<b>',
]

describe('security test 6: texts of people hold no control characters and no bidi overrides', () => {
  test('what is refused, and what people need', () => {
    const schema = personText(64)
    for (const text of refused)
      assert.deepEqual([Check(schema, text), isPersonText(text)], [false, false], JSON.stringify(text))
    for (const text of accepted)
      assert.deepEqual([Check(schema, text), isPersonText(text)], [true, true], text)
    for (const text of ['', ' ', '\u3000', 'x'.repeat(65)]) assert.equal(Check(schema, text), false)
  })

  test('the nick of both registrations is such a text', () => {
    for (const { params } of [phoneFunctions.register, passwordFunctions.register]) {
      const nick = params.find(({ name }) => name === 'nick')
      assert.ok(nick)
      for (const text of refused) assert.equal(Check(nick.schema, text), false, JSON.stringify(text))
      for (const text of accepted) assert.equal(Check(nick.schema, text), true, text)
    }
  })

  test('user create refuses nick, name and email with them', async (t) => {
    const { services } = await openAccounts(t)
    const phone = { number: '13800138000' }
    for (const field of ['nick', 'name', 'email'])
      await assert.rejects(
        createUser(services, { phone, [field]: 'a\u202eb' }, operator),
        (error: Error & { details?: object }) => {
          refusal('API_PARAMS_ERROR')(error)
          assert.deepEqual(error.details, { arguments: { [field]: 'holds characters that it may not' } })
          return true
        },
      )
    await createUser(services, { phone, nick: accepted[3] }, operator)
  })

  test('an import rejects rows with them', async (t) => {
    const { services } = await openAccounts(t)
    const rows = [
      { nick: '\u001b[2J', phone: '13800138001' },
      { name: 'a\u202eb', phone: '13800138002' },
      { email: 'a\u0007@b.c', phone: '13800138003' },
      { nick: accepted[3], phone: '13800138004' },
    ]
    const text = rows.map((row) => JSON.stringify(row)).join('\n')
    const { imported, reasons } = await importText(t, services, text, { format: 'jsonl' })
    assert.equal(imported, 1)
    assert.deepEqual(
      reasons.map((reason) => /(nick|name|email) holds characters/.exec(reason)?.[1]),
      ['nick', 'name', 'email'],
    )
  })
})

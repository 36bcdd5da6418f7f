/** `latchkey user unlock`, as an operator types it. */
import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { openWholeApp } from '../../src/app/open-app.ts'
import type { PhoneLogin } from '../../src/login/phone/phone-type.ts'
import { refusal } from '../support/refusals.ts'
import { type CliPlace, cliApp, phoneLogin } from './support/cli-app.ts'
import { runLatchkey } from './support/run-latchkey.ts'

const number = '13800138000'

const others = (id: string) =>
  ['password', 'second factor'].map((what) => `${what} of ${id}: no failures, was open\n`).join('')

/** An app whose number has a wrong code against it. */
async function failedApp(t: TestContext): Promise<CliPlace> {
  const place = cliApp(t)
  const { app } = await openWholeApp(place.app, { data: place.data })
  const phone = app.getElement<PhoneLogin>(phoneLogin)
  await phone.sendMessage(number)
  await assert.rejects(phone.getLoginCode(number, 'wrong'), refusal('CODE_ERROR'))
  await app.close()
  return place
}

describe('latchkey user unlock', () => {
  test('a user, by any name: says what was open and what it opened', async (t) => {
    const place = await failedApp(t)
    const id = (await runLatchkey(place, 'user', 'create', '--phone', number)).stdout.trim()
    const first = await runLatchkey(place, 'user', 'unlock', '+86 138 0013 8000')
    assert.deepEqual(
      [first.status, first.stdout],
      [0, `codes to +86${number}: failures forgotten, open\n${others(id)}`],
    )
    const second = await runLatchkey(place, 'user', 'unlock', id)
    assert.match(second.stdout, /^codes to \S+: no failures, was open\n/)
    const nobody = await runLatchkey(place, 'user', 'unlock', '13900139000')
    assert.deepEqual([nobody.status, /no user has this/.test(nobody.stderr)], [1, true])
  })

  test('--phone: a number that nobody has, and then of whom it is', async (t) => {
    const place = await failedApp(t)
    const free = await runLatchkey(place, 'user', 'unlock', '--phone', number)
    assert.deepEqual(
      [free.status, free.stdout],
      [0, `codes to +86${number}: failures forgotten, open\nnobody has the number\n`],
    )
    const id = (await runLatchkey(place, 'user', 'create', '--phone', number)).stdout.trim()
    const owned = await runLatchkey(place, 'user', 'unlock', '--phone', `+86${number}`)
    assert.match(owned.stdout, new RegExp(`no failures, was open\nit is the number of ${id}\n$`))
  })

  test('a user or a number, one of them, and a number that can be one', async (t) => {
    const place = cliApp(t)
    for (const args of [[], ['amy', '--phone', number], ['--phone', 'amy']]) {
      const { status, stderr } = await runLatchkey(place, 'user', 'unlock', ...args)
      assert.deepEqual([status, /--phone/.test(stderr)], [64, true], stderr)
    }
  })
})

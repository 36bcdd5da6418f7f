/** Codes, login codes, tickets and tokens stand nowhere in clear: spec 6, O7, L1, A11, A12, A61. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { describe, type TestContext, test } from 'node:test'
import { hmacSha256, sha256 } from '../../src/base/digest.ts'
import { defaultTenant } from '../../src/base/ids.ts'
import { createLog } from '../../src/base/log.ts'
import { type E164, maskPhone } from '../../src/base/phone-number.ts'
import { codeText } from '../../src/codes/code-scope.ts'
import { createVerificationCodes } from '../../src/codes/verification-codes.ts'
import { createKeyring } from '../../src/secrets/keyring.ts'
import { openTestApp, type TestApp } from '../support/open-test-app.ts'
import { refusal } from '../support/refusals.ts'
import { anonymous, authOf, personOf, phoneOf, wrong } from './phone/phone-people.ts'
import { accepted, newestSent, type RecordingSms, recordingSms } from './phone/recording-sms.ts'

/** These tests look into the files, whatever the others run on. */
const inFiles = { databaseUrl: undefined }

const amy = '+8613812345678' as E164
const next = '+8613987654321'
const stranger = '+8613755556666'

/** Where a number may stand: the two columns, and keys of counters and codes that expire. */
const placesOfNumbers = ['phone_bindings.phone', 'users.phone', 'facts.key']

type Played = { readonly opened: TestApp; readonly secrets: readonly string[]; readonly log: string }

/** A whole life: codes that are wrong, refused, lost and right, a change of number, sessions. */
async function play(t: TestContext, vendorLeaks = false): Promise<Played> {
  const lines: string[] = []
  const sms = recordingSms({ login: { codeLength: 8, resendInterval: 1 } })
  const log = createLog('trace', { write: (line: string) => void lines.push(line) })
  const opened = await openTestApp(t, { elements: sms.elements, log, ...inFiles })
  const call = { address: '198.51.100.7', device: { key: 'dt:one', agent: 'A browser' } }
  const nobody = phoneOf(anonymous(opened, call))
  const codes: string[] = []
  const ask = async (phone: string, view = nobody) => {
    opened.clock.advance(1_000)
    await view.sendMessage(phone)
    codes.push(newestSent(sms))
    return newestSent(sms)
  }
  await assert.rejects(nobody.getLoginCode(amy, wrong(await ask(amy))), refusal('CODE_ERROR'))
  const user = await nobody.register(amy, await ask(amy), 'Amy')
  const login = await authOf(anonymous(opened, call)).loginByCode(user.loginCode, '', 'web')
  const person = personOf(opened, login)
  const { loginCode } = await nobody.getLoginCode(amy, await ask(amy))
  const { ticket } = await person.phone.checkMyMessage(await ask(amy, person.phone))
  const change = await ask(next, person.phone)
  await person.phone.updatePhone(person.userId, ticket, next, change)
  await assert.rejects(person.auth.loginByCode(loginCode), refusal('LOGIN_CODE_INVALID'))
  if (vendorLeaks) await failToSend(opened, sms, codes)
  await ask(next)
  await opened.rooms.audit.flush()
  const { sessionToken = '', idToken = '' } = login
  const secrets = [...codes, user.loginCode, loginCode, ticket, sessionToken, idToken]
  return { opened, secrets, log: lines.join('') }
}

/** A vendor's library that puts the message into its error, as several do. */
async function failToSend(opened: TestApp, sms: RecordingSms, codes: string[]): Promise<void> {
  sms.answer((message) => {
    const text = JSON.stringify(message)
    throw Object.assign(new Error(`could not send ${text}`), { config: { body: text }, request: message })
  })
  await assert.rejects(phoneOf(anonymous(opened)).sendMessage(stranger), refusal('SMS_SEND_FAILED'))
  codes.push(newestSent(sms))
  sms.answer(accepted)
}

/** Every value of every table, by `table.column`. */
function* cellsOf(file: string): Generator<[place: string, text: string]> {
  const database = new DatabaseSync(file, { readOnly: true })
  try {
    const tables = database.prepare("select name from sqlite_master where type = 'table'").all()
    for (const { name } of tables)
      for (const row of database.prepare(`select * from "${name}"`).all())
        for (const [column, value] of Object.entries(row)) yield [`${name}.${column}`, String(value)]
  } finally {
    database.close()
  }
}

const isCode = ([place, text]: [string, string]) => place === 'facts.value' && text.includes('digest')

describe('spec 6 O7: what is at rest and in the log', () => {
  test('A12: no code, login code, ticket or token is in any byte of the stores, nor in the log', async (t) => {
    const { opened, secrets, log } = await play(t)
    assert.equal(secrets.length, 11)
    assert.equal(new Set(secrets).size, secrets.length)
    for (const name of readdirSync(opened.data)) {
      const bytes = readFileSync(`${opened.data}/${name}`, 'latin1')
      for (const secret of secrets) assert.equal(bytes.includes(secret), false, `${secret} is in ${name}`)
    }
    for (const secret of secrets)
      assert.equal(log.includes(secret), false, `${secret} is in the log:\n${log}`)
  })

  test('A12: nor when a vendor’s library throws an error that holds the message', async (t) => {
    const { secrets, log } = await play(t, true)
    assert.match(log, /an SMS service failed/)
    for (const secret of secrets)
      assert.equal(log.includes(secret), false, `${secret} is in the log:\n${log}`)
  })

  test('L1: numbers stand in bindings and users, in keys that expire, and masked in the audit log', async (t) => {
    const { opened, log } = await play(t, true)
    const places = new Set<string>()
    const audit: string[] = []
    for (const name of ['latchkey.sqlite', 'ephemeral.sqlite'])
      for (const [place, text] of cellsOf(`${opened.data}/${name}`)) {
        if (place.startsWith('audit.')) audit.push(text)
        for (const number of [amy, next, stranger]) if (text.includes(number.slice(3))) places.add(place)
      }
    assert.deepEqual([...places].toSorted(), placesOfNumbers.toSorted())
    for (const number of [amy, next, stranger]) {
      assert.ok(audit.includes(maskPhone(number)), number)
      assert.equal(log.includes(number.slice(3)), false, `${number} is in the log:\n${log}`)
    }
  })

  test('at the end of its life nothing of a code is left in any store', async (t) => {
    const { opened } = await play(t)
    opened.clock.advance(600_000)
    await opened.rooms.ephemeral.sweep()
    const left = [...cellsOf(`${opened.data}/ephemeral.sqlite`)]
    const keys = left.filter(([place]) => place === 'facts.key').map(([, key]) => key)
    for (const key of keys) assert.match(key, /^(\{[^}]*\}\d+:)?(send-|code-brake:|code-spray-address:)/)
    assert.deepEqual(left.filter(isCode), [])
    const sprayKeys = keys.filter((key) => key.includes('code-spray'))
    assert.deepEqual(sprayKeys, ['{default:198.51.100.7}19:code-spray-address:'], 'an address, and no number')
    opened.clock.advance(90 * 86_400_000)
    await opened.rooms.ephemeral.sweep()
    assert.deepEqual(
      [...cellsOf(`${opened.data}/ephemeral.sqlite`)].filter(([place]) => /facts/.test(place)),
      [],
    )
  })

  test('A61: without the key of the process a stolen database verifies no code', async (t) => {
    const opened = await openTestApp(t, inFiles)
    await phoneOf(anonymous(opened)).sendMessage(amy)
    const [message] = await opened.app.inbox(amy)
    const code = message?.code ?? ''
    const keyring = createKeyring(['another secret, which is not the one of the codes'])
    const thief = createVerificationCodes({ ...opened.rooms, keyring, onLock: () => {} })
    const scope = {
      tenantId: defaultTenant,
      loginType: 'auths.loginTypes.phone',
      purpose: 'login',
      phone: amy,
      userId: undefined,
    }
    await assert.rejects(thief.check(scope, code, undefined), refusal('CODE_ERROR'))
    const digest = String([...cellsOf(`${opened.data}/ephemeral.sqlite`)].find(isCode)?.[1])
    for (const text of [code, codeText(scope, code)])
      for (const guess of [
        sha256(text),
        hmacSha256(new Uint8Array(), text),
        keyring.hmac('verification-code', text),
      ])
        assert.equal(digest.includes(guess), false)
    await phoneOf(anonymous(opened)).register(amy, code, 'Amy')
  })

  test('O7: while LATCHKEY_SECRET is being changed, codes of the older one are good', async (t) => {
    const older = 'the older secret of the process, long enough'
    const newer = 'the newer secret of the process, long enough'
    const opened = await openTestApp(t, { secrets: [older] })
    await phoneOf(anonymous(opened)).sendMessage(amy)
    const [message] = await opened.app.inbox(amy)
    const changed = await openTestApp(t, {
      data: opened.data,
      clock: opened.clock,
      secrets: [newer, older],
    })
    await phoneOf(anonymous(changed)).register(amy, message?.code ?? '', 'Amy')
  })
})

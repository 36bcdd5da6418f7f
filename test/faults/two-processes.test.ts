/** Two processes on one data folder: both serve, and every promise holds over both. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import type { Answer } from '../support/ask.ts'
import { seededRandom, seedOf } from '../support/seeded-random.ts'
import {
  accepted,
  acceptedData,
  askElement,
  askSdk,
  askSession,
  loginByCode,
  loginByMobile,
  proveNumber,
  readCode,
  refusalOf,
  sendMessage,
  sendSms,
  textOf,
} from './call-latchkey.ts'
import { checkLedger } from './check-ledger.ts'
import { live } from './client-life.ts'
import { passwordLogin, quickLogin } from './fault-app.ts'
import { createLedger } from './ledger.ts'
import { startTwo, type TwoPrograms } from './two-programs.ts'
import { assertWholeStores } from './whole-stores.ts'

function parallel(times: number, ask: (turn: number) => Promise<Answer>): Promise<Answer[]> {
  return Promise.all(Array.from({ length: times }, (_, turn) => ask(turn)))
}

/** How often each refusal came; `ok` for a success. */
function tally(answers: readonly Answer[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const answer of answers) {
    const name = answer.status === 200 ? 'ok' : refusalOf(answer)
    counts[name] = (counts[name] ?? 0) + 1
  }
  return counts
}

async function loggedIn({ both }: TwoPrograms, phone: string): Promise<string> {
  accepted(await sendSms(both, phone, phone))
  const login = await loginByMobile(both, phone, await readCode(both, phone), phone)
  return textOf(accepted(login), 'session_token')
}

test('two processes on one data folder', async (t) => {
  const two = await startTwo(t, { addressHour: 60 })
  const { both, askers, programs, data } = two

  await t.test('A09: 50 parallel uses of one SMS code over both → one session', async () => {
    const phone = '13800000001'
    accepted(await sendSms(both, phone, phone))
    const code = await readCode(both, phone)
    const answers = await parallel(50, () => loginByMobile(both, phone, code, phone))
    assert.deepEqual(tally(answers), { ok: 1, 'IDAAS.SDK.CAPTCHA.0007': 49 })
    const sessionToken = textOf(answers.find(({ status }) => status === 200)?.json ?? {}, 'session_token')
    const list = await askElement(
      both,
      'auths/loginTypes/services/AuthSvc',
      'listSessions',
      {},
      { sessionToken },
    )
    assert.equal((accepted(list).data as readonly unknown[]).length, 1)
  })

  await t.test('50 parallel exchanges of one login code over both → one session', async () => {
    const phone = '13800000002'
    accepted(await sendMessage(both, phone))
    const named = { phone, code: await readCode(both, phone), nick: 'two' }
    const { loginCode } = acceptedData(await proveNumber(both, 'register', named))
    const answers = await parallel(50, () => loginByCode(both, String(loginCode)))
    assert.deepEqual(tally(answers), { ok: 1, LOGIN_CODE_INVALID: 49 })
  })

  await t.test('A54: 100 parallel sends to one number over both → one SMS', async () => {
    const answers = await parallel(100, () => sendSms(both, '13800000003', 'A54'))
    assert.deepEqual(tally(answers), { ok: 1, 'IDAAS.SDK.COM.9001': 99 })
    const inbox = accepted(await both.ask({ path: '/dev/inbox?phone=13800000003' }))
    assert.equal((inbox.messages as readonly unknown[]).length, 1)
  })

  await t.test('A06: 200 parallel wrong guesses over both → five are evaluated', async () => {
    const phone = '13800000004'
    accepted(await sendMessage(both, phone))
    const code = await readCode(both, phone)
    const wrong = code === '000000' ? '000001' : '000000'
    const guess = (code: string, turn: number) =>
      askElement(both, quickLogin, 'getLoginCode', { phone, code }, { from: `127.0.1.${1 + turn}` })
    const answers = await parallel(200, (turn) => guess(wrong, turn))
    assert.deepEqual(tally(answers), { CODE_ERROR: 5, CODE_EXPIRED: 195 })
    assert.equal(refusalOf(await guess(code, 200)), 'CODE_EXPIRED')
  })

  await t.test('A19: 20 parallel registrations of one number over both → one user', async () => {
    const phone = '13800000005'
    accepted(await sendMessage(both, phone))
    const code = await readCode(both, phone)
    const answers = await parallel(20, (turn) =>
      proveNumber(both, 'register', { phone, code, nick: `nick ${turn}` }),
    )
    assert.equal(tally(answers).ok, 1, JSON.stringify(tally(answers)))
  })

  await t.test('S2: a session that ends at one process is over at the other', async () => {
    const sessionToken = await loggedIn(two, '13800000006')
    for (const asker of askers) accepted(await askSession(asker, sessionToken))
    accepted(await askSdk(askers[0], 'logout', { device: '13800000006', sessionToken }))
    for (const asker of askers) assert.equal((await askSession(asker, sessionToken)).status, 401)
  })

  await t.test('a password that was set at one process is good at the other', async () => {
    const sessionToken = await loggedIn(two, '13800000007')
    const { user } = accepted(await askSession(both, sessionToken))
    const { userId } = user as { readonly userId: string }
    const credentials = { username: 'two processes', password: 'correct horse' }
    accepted(await askElement(askers[0], passwordLogin, 'bind', { userId, ...credentials }, { sessionToken }))
    const answer = await askElement(askers[1], passwordLogin, 'getLoginCode', credentials)
    assert.equal(acceptedData(answer).userId, userId)
  })

  await t.test('both publish the same signing keys', async () => {
    const keys = (await parallel(2, () => both.ask({ path: '/api/v1/oauth2/keys' }))).map(({ text }) => text)
    assert.equal(keys[0], keys[1])
  })

  await t.test('a limit of an address is exact over both', async () => {
    const answers = await parallel(100, (turn) => sendSms(both, `1390000${1000 + turn}`, `device ${turn}`))
    const sent = accepted(await both.ask({ path: '/dev/inbox' })).messages as readonly unknown[]
    assert.equal(sent.length, 50, 'the inbox keeps the newest fifty')
    assert.equal((tally(answers).ok ?? 0) + sendsBefore, 60)
  })

  for (const program of programs) assert.equal((await program.end('SIGTERM')).code, 0, program.output())
  assertWholeStores(data, 'two processes')
})

/** Of the tests above: each number once. */
const sendsBefore = 7

test('two processes under load: no answer is wrong, and nothing acknowledged is lost when one is killed', async (t) => {
  const seed = seedOf('FAULTS_SEED')
  t.diagnostic(`FAULTS_SEED=${seed}`)
  const { both, programs, urls, data } = await startTwo(t)
  const ledger = createLedger()
  let killed = false
  const lives = Array.from({ length: 8 }, async (_, i) => {
    await live({ asker: both, ledger, round: 1, own: [], random: seededRandom(seed, `two/${i}`) })
    assert.ok(killed, 'a connection broke while both ran')
  })
  const living = Promise.all(lives)
  await Promise.race([setTimeout(3000), living])
  killed = true
  await programs[0].end('SIGKILL')
  await living
  assert.deepEqual(await checkLedger(urls[1], ledger, ledger.people), [], `seed ${seed}`)
  assert.equal((await programs[1].end('SIGTERM')).code, 0, programs[1].output())
  const defects = programs.flatMap((program) =>
    program
      .output()
      .split('\n')
      .filter((line) => line.includes('"level":50')),
  )
  assert.deepEqual(defects, [])
  assertWholeStores(data, `seed ${seed}`)
  t.diagnostic(JSON.stringify(Object.fromEntries(ledger.acknowledged)))
})

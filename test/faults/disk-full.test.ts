/**
 * The real program on a disk that is full for a while: answers are clean refusals, nothing acknowledged is lost, and
 * it goes on by itself. Once by a limit of the size of its files, once by a file system that has no room left.
 */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { type Answer, type Asker, createAsker } from '../support/ask.ts'
import { type StartedProgram, startProgram } from '../support/running-program.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import {
  acceptedData,
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
import { writeFaultApp } from './fault-app.ts'
import { createLedger, type Ledger, newPerson, type Person, subjectOf } from './ledger.ts'

/** Of util-linux. */
const setLimit = 'prlimit'
const ownNamespace = 'unshare'

type Disk = { fill(): void; free(): void }

test('a full disk: what cannot be written is refused, and later it goes on (limit of the file size)', async (t) => {
  if (!has(setLimit)) return t.skip(`needs ${setLimit} of util-linux`)
  const data = join(temporaryFolder(t), 'data')
  const program = startProgram(t, { app: writeFaultApp(temporaryFolder(t)), data })
  const limit = (bytes: string) =>
    execFileSync(setLimit, ['--pid', String(program.pid), `--fsize=${bytes}:unlimited`])
  const largest = () =>
    Math.max(
      ...['latchkey.sqlite-wal', 'ephemeral.sqlite-wal'].map((file) => statSync(join(data, file)).size),
    )
  await getOverFullDisk(t, program, {
    fill: () => limit(String(largest() + 100_000)),
    free: () => limit('unlimited'),
  })
})

test('a full disk: what cannot be written is refused, and later it goes on (no room left)', async (t) => {
  if (!has(ownNamespace) || !mayMount()) return t.skip('needs the right to mount a tmpfs in a namespace')
  const folder = temporaryFolder(t)
  const data = join(folder, 'data')
  mkdirSync(data)
  const script = `mount -t tmpfs -o size=6m tmpfs '${data}' && exec "$@"`
  const launcher = [ownNamespace, '--map-root-user', '--mount', 'sh', '-c', script, 'sh']
  const program = startProgram(t, { app: writeFaultApp(folder), data, launcher })
  await program.ready()
  const filler = `/proc/${program.pid}/root${data}/filler`
  await getOverFullDisk(t, program, { fill: () => fillUp(filler), free: () => rmSync(filler) })
})

async function getOverFullDisk(t: TestContext, program: StartedProgram, disk: Disk): Promise<void> {
  const url = await program.ready()
  const asker = createAsker(url)
  t.after(() => asker.close())
  const ledger = createLedger()
  for (let i = 0; i < 10; i += 1) await register(asker, ledger)
  assert.equal(ledger.people.filter(({ live }) => live.size > 0).length, 10)
  disk.fill()
  const refusals = await worksUntilRefused(asker, ledger)
  t.diagnostic(`refused on the full disk: ${JSON.stringify(Object.fromEntries(refusals))}`)
  await readsGoOn(asker, ledger)
  disk.free()
  const before = ledger.people.length
  for (let i = 0; i < 10; i += 1) await register(asker, ledger)
  const registered = ledger.people.slice(before).filter(({ live }) => live.size > 0)
  assert.equal(registered.length, 10, 'it goes on as soon as there is room')
  assert.deepEqual(await checkLedger(url, ledger, ledger.people), [])
  assert.doesNotMatch(program.output(), /a request failed/)
  assert.equal((await program.end('SIGTERM')).code, 0, program.output())
}

/** New people come until 40 of them were refused; every refusal is one that says "busy", or follows from it. */
async function worksUntilRefused(asker: Asker, ledger: Ledger): Promise<ReadonlyMap<string, number>> {
  const refusals = new Map<string, number>()
  let refused = 0
  for (let i = 0; i < 2000 && refused < 40; i += 1) {
    const answer = await register(asker, ledger)
    if (answer.status === 200) continue
    refused += 1
    const what = `${answer.status} ${refusalOf(answer)}`
    assert.ok(clean.has(what), `${what}: ${answer.text}`)
    refusals.set(what, (refusals.get(what) ?? 0) + 1)
  }
  assert.equal(refused, 40, 'the disk was never full')
  return refusals
}

/** The inbox of the test's SMS service lies on the same disk. */
const clean = new Set([
  '500 IDAAS.SDK.COM.0002',
  '503 STORE_UNAVAILABLE',
  '400 IDAAS.SDK.CAPTCHA.0006',
  '400 SMS_SEND_FAILED',
])

/** At either face in turn. Answers with the first answer that is no success, else with the login. */
async function register(asker: Asker, ledger: Ledger): Promise<Answer> {
  const person = newPerson(ledger, 1)
  return ledger.people.length % 2 === 0 ? registerBySdk(asker, person) : registerByElement(asker, person)
}

async function registerBySdk(asker: Asker, person: Person): Promise<Answer> {
  const { phone, device } = person
  const sent = await sendSms(asker, phone, device)
  if (sent.status !== 200) return sent
  const code = await readCode(asker, phone)
  const login = await loginByMobile(asker, phone, code, device)
  if (login.status !== 200) return login
  person.spentCodes.push({ at: 'sdk', phone, code })
  keep(person, textOf(login.json, 'session_token'), textOf(login.json, 'id_token'))
  return login
}

async function registerByElement(asker: Asker, person: Person): Promise<Answer> {
  const { phone } = person
  const sent = await sendMessage(asker, phone)
  if (sent.status !== 200) return sent
  const code = await readCode(asker, phone)
  const user = await proveNumber(asker, 'register', { phone, code, nick: phone })
  if (user.status !== 200) return user
  person.spentCodes.push({ at: 'element', phone, code })
  person.userId = textOf(acceptedData(user), 'userId')
  const login = await loginByCode(asker, textOf(acceptedData(user), 'loginCode'))
  if (login.status !== 200) return login
  keep(person, textOf(acceptedData(login), 'sessionToken'), textOf(acceptedData(login), 'idToken'))
  return login
}

function keep(person: Person, token: string, idToken: string): void {
  person.userId ??= subjectOf(idToken)
  person.live.set(token, idToken)
}

async function readsGoOn(asker: Asker, ledger: Ledger): Promise<void> {
  for (const token of ledger.people.flatMap(({ live }) => [...live.keys()]).slice(0, 20))
    assert.equal((await askSession(asker, token)).status, 200)
  for (const path of ['/healthz', '/readyz', '/api/v1/oauth2/keys'])
    assert.equal((await asker.ask({ path })).status, 200, path)
}

function has(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

function mayMount(): boolean {
  try {
    const args = ['--map-root-user', '--mount', 'sh', '-c', 'mount -t tmpfs tmpfs /mnt']
    execFileSync(ownNamespace, args, { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

/** Writes until nothing more fits. */
function fillUp(file: string): void {
  for (const bytes of [65_536, 4096, 1])
    try {
      for (;;) writeFileSync(file, Buffer.alloc(bytes), { flag: 'a' })
    } catch (error) {
      assert.equal((error as NodeJS.ErrnoException).code, 'ENOSPC')
    }
}

/** The commit that the requests of one turn share: acknowledged after it and not before, whatever goes wrong. */
import assert from 'node:assert/strict'
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type TestContext, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { SqliteConnection } from '../../src/sqlite/sqlite-connection.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const refused = { name: 'Refusal', code: 'STORE_UNAVAILABLE' }

function open(t: TestContext) {
  const path = join(temporaryFolder(t), 'file.sqlite')
  const connection = new SqliteConnection(path)
  t.after(() => connection.database.isOpen && connection.close())
  connection.prepareFile('create table if not exists facts (name text primary key, value text)')
  const other = new DatabaseSync(path, { timeout: 0 })
  t.after(() => other.close())
  const insert = (name: string, value = '') =>
    connection.statement('insert into facts values (?, ?)').run(name, value)
  const names = () =>
    other
      .prepare('select name from facts order by name')
      .all()
      .map(({ name }) => name)
  return { path, connection, other, insert, names }
}

/** A write that is not undone by a savepoint of its own. */
const whole = false
const undoable = true

test('a write is acknowledged once it is committed, and not before', async (t) => {
  const { connection, insert, names } = open(t)
  let acknowledged = false
  const written = connection
    .write(() => insert('a'), undoable)
    .then(() => {
      acknowledged = true
    })
  assert.deepEqual([acknowledged, names()], [false, []])
  await written
  assert.deepEqual(names(), ['a'])
})

for (const [kind, alone] of [
  ['undoable', undoable],
  ['not undoable', whole],
] as const)
  test(`work that throws is undone alone: ${kind}`, async (t) => {
    const { connection, insert, names } = open(t)
    const outcomes = await Promise.allSettled([
      connection.write(() => insert('before'), whole),
      connection.write(() => {
        insert('half')
        throw new RangeError('a defect')
      }, alone),
      connection.write(() => insert('after'), undoable),
    ])
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['fulfilled', 'rejected', 'fulfilled'],
    )
    assert.equal((outcomes[1] as PromiseRejectedResult).reason.message, 'a defect')
    assert.deepEqual(names(), ['after', 'before'])
  })

test('while another process holds the lock, writes wait without blocking the process, and are then made', async (t) => {
  const { connection, other, insert, names } = open(t)
  other.exec('begin immediate')
  const written = connection.write(() => insert('late'), undoable)
  let turns = 0
  const until = performance.now() + 400
  while (performance.now() < until) {
    await setTimeout(1)
    turns += 1
  }
  assert.ok(turns >= 5, `${turns} turns of the event loop`)
  other.exec('commit')
  await written
  assert.deepEqual(names(), ['late'])
})

test('a lock that is held for too long is refused, and nothing of the refused write is made later', async (t) => {
  const { connection, other, insert, names } = open(t)
  other.exec('begin immediate')
  await assert.rejects(
    connection.write(() => insert('refused'), undoable),
    refused,
  )
  other.exec('commit')
  await connection.write(() => insert('next'), undoable)
  assert.deepEqual(names(), ['next'])
})

for (const [kind, alone] of [
  ['undoable', undoable],
  ['not undoable', whole],
] as const)
  test(`a full disk refuses the turn, keeps what was acknowledged, and is got over: ${kind}`, async (t) => {
    const { connection, insert, names } = open(t)
    await connection.write(() => insert('kept'), undoable)
    const pages = (count: number) => connection.database.exec(`pragma max_page_count = ${count}`)
    pages(6)
    const large = 'x'.repeat(100_000)
    const outcomes = await Promise.allSettled([
      connection.write(() => insert('beside'), undoable),
      connection.write(() => insert('large', large), alone),
    ])
    for (const outcome of outcomes) {
      assert.equal(outcome.status, 'rejected')
      assert.deepEqual({ name: outcome.reason.name, code: outcome.reason.code }, refused)
      assert.match(String(outcome.reason.cause), /full/)
    }
    assert.deepEqual(names(), ['kept'])
    pages(1_000_000)
    await connection.write(() => insert('large', large), alone)
    assert.deepEqual(names(), ['kept', 'large'])
  })

test('what was asked for before a close is made by it', async (t) => {
  const { path, connection, insert } = open(t)
  const written = connection.write(() => insert('last'), undoable)
  connection.close()
  await written
  const again = new SqliteConnection(path)
  t.after(() => again.close())
  assert.equal(again.statement('select count(*) as n from facts').get()?.n, 1)
})

test('processes that make the same file at the same moment all open it', async (t) => {
  const folder = temporaryFolder(t)
  const openers = Array.from({ length: 3 }, () => fork(new URL('./open-file.ts', import.meta.url)))
  t.after(() => {
    for (const opener of openers) opener.kill()
  })
  await Promise.all(openers.map((opener) => once(opener, 'message')))
  for (let round = 0; round < 40; round += 1) {
    const order = { path: join(folder, `${round}.sqlite`), at: Date.now() + 5 }
    const answers = openers.map((opener) => once(opener, 'message'))
    for (const opener of openers) opener.send(order)
    assert.deepEqual(
      (await Promise.all(answers)).map(([answer]) => answer),
      ['open', 'open', 'open'],
    )
  }
})

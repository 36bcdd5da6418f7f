/** Facts in PostgreSQL that this transaction alone may change: their keys are locked, whether they are there or not. */
import { createHash } from 'node:crypto'
import type { PoolClient } from 'pg'
import type { HeldFact, HeldFacts } from '../held-facts.ts'

type FactRow = { readonly key: Buffer; readonly value: Buffer; readonly expires_at: number }

const read = {
  name: 'ephemeral read',
  text: 'select key, value, expires_at from ephemeral_facts where key = any($1::bytea[]) and expires_at > $2',
}
const write = {
  name: 'ephemeral write',
  text: `insert into ephemeral_facts (key, value, expires_at)
    select * from unnest($1::bytea[], $2::bytea[], $3::bigint[])
    on conflict (key) do update set value = excluded.value, expires_at = excluded.expires_at`,
}
const remove = {
  name: 'ephemeral remove',
  text: 'delete from ephemeral_facts where key = any($1::bytea[])',
}

/** Begins a transaction and waits for the keys. Always in the same order, so that nobody waits for each other. */
export async function beginHolding(client: PoolClient, keys: readonly string[]): Promise<void> {
  const locks = [...new Set(keys.map(lockOf))].sort()
  await client.query(['begin', ...locks.map((lock) => `select pg_advisory_xact_lock(${lock})`)].join('; '))
}

/** Runs `work` on what `beginHolding` has locked, and writes what it has changed. */
export async function changeFacts<T>(
  client: PoolClient,
  keys: readonly string[],
  now: number,
  work: (facts: HeldFacts) => T,
): Promise<T> {
  const { rows } = await client.query<FactRow>({ ...read, values: [keys.map(bytesOf), now] })
  const held = new Map(
    rows.map(({ key, value, expires_at }) => [
      key.toString(),
      { value: value.toString(), expiresAt: expires_at },
    ]),
  )
  const changes = new Map<string, HeldFact | undefined>()
  const result = work({
    read: (key) => (changes.has(key) ? changes.get(key) : held.get(key)),
    write: (key, value, expiresAt) => changes.set(key, { value, expiresAt: Math.ceil(expiresAt) }),
    remove: (key) => changes.set(key, undefined),
  })
  await writeChanges(client, changes)
  return result
}

async function writeChanges(
  client: PoolClient,
  changes: ReadonlyMap<string, HeldFact | undefined>,
): Promise<void> {
  const written = [...changes].flatMap(([key, fact]) => (fact === undefined ? [] : [{ key, ...fact }]))
  const removed = [...changes].flatMap(([key, fact]) => (fact === undefined ? [bytesOf(key)] : []))
  if (removed.length > 0) await client.query({ ...remove, values: [removed] })
  if (written.length === 0) return
  const values = [
    written.map(({ key }) => bytesOf(key)),
    written.map(({ value }) => bytesOf(value)),
    written.map(({ expiresAt }) => expiresAt),
  ]
  await client.query({ ...write, values })
}

/** As bytes: a text of PostgreSQL holds no NUL. */
export function bytesOf(text: string): Buffer {
  return Buffer.from(text)
}

function lockOf(key: string): string {
  const number = createHash('sha256').update(key).digest().readBigUInt64BE()
  return String(BigInt.asUintN(63, number))
}

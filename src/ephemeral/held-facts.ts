/** What the operations of the port do with facts that nobody else can change meanwhile: in a transaction, under a lock. */
import { sameBytes } from '../base/same-bytes.ts'
import {
  type BrakeRecord,
  brakeState,
  brakeTtlMs,
  countFailure,
  holdsNothing,
  noFailures,
  takeBackFailure,
  triesLeft,
} from './brake.ts'
import type {
  Brake,
  GuardedFact,
  Guess,
  GuessResult,
  Limit,
  Reservation,
  SpentGuarded,
  StrikeResult,
} from './ephemeral-store.ts'
import { countEvent, countToTell, keepCurrent, keepUntil, waitFor, withoutNewest } from './limit-windows.ts'

export type HeldFact = { readonly value: string; readonly expiresAt: number }

export interface HeldFacts {
  /** Nothing when it is absent or expired. */
  read(key: string): HeldFact | undefined
  /** `was`: what was read of it. */
  write(key: string, value: string, expiresAt: number, was?: HeldFact): void
  remove(key: string): void
}

export function spendFact(facts: HeldFacts, key: string): string | undefined {
  const fact = facts.read(key)
  if (fact !== undefined) facts.remove(key)
  return fact?.value
}

export function reserveLimits(facts: HeldFacts, limits: readonly Limit[], now: number): Reservation {
  const kept = limits.map(({ key }) => facts.read(key))
  const logs = limits.map(({ windows }, index) => {
    const all = logsOf(kept[index])
    return windows.map((window, i) => keepCurrent(all[i] ?? [], window, now))
  })
  for (const [index, { windows }] of limits.entries()) {
    const waits = windows.map((window, i) => waitFor(logs[index]?.[i] ?? [], window, now))
    const retryAfterMs = Math.max(...waits)
    if (retryAfterMs > 0) return { granted: false, index, window: waits.indexOf(retryAfterMs), retryAfterMs }
  }
  let reached: number | undefined
  for (const [index, { key, windows }] of limits.entries()) {
    const log = logs[index] ?? []
    for (const [i, window] of windows.entries()) {
      countEvent(log[i] ?? [], window, now)
      reached = countToTell(log[i] ?? [], window) ?? reached
    }
    facts.write(key, JSON.stringify(log), keepUntil(windows, now), kept[index])
  }
  return reached === undefined ? { granted: true } : { granted: true, reached }
}

export function releaseLimit(facts: HeldFacts, key: string, window: number): void {
  const fact = facts.read(key)
  if (fact === undefined) return
  const rest = logsOf(fact).map((log, index) => (index === window ? withoutNewest(log) : log))
  facts.write(key, JSON.stringify(rest), fact.expiresAt, fact)
}

export function attemptGuess(facts: HeldFacts, { key, digests, brake }: Guess, now: number): GuessResult {
  const failures = readJson<BrakeRecord>(facts, brake.key) ?? noFailures
  const state = brakeState(failures, brake.policy, now)
  if (state.state === 'braked') return { outcome: 'braked', retryAfterMs: state.retryAfterMs }
  if (state.state === 'closed') return { outcome: 'closed' }
  const held = facts.read(key)
  if (held === undefined) return { outcome: 'missing' }
  const fact = JSON.parse(held.value) as GuardedFact
  if (digests.some((digest) => sameBytes(digest, fact.digest)))
    return {
      outcome: 'right',
      id: fact.id,
      value: fact.value,
      triesLeft: fact.tries,
      leftMs: held.expiresAt - now,
    }
  const counted = countFailure(failures, brake.policy, now)
  writeJson(facts, brake.key, counted, now + brakeTtlMs(brake.policy))
  const left = fact.tries - 1
  if (left > 0) facts.write(key, JSON.stringify({ ...fact, tries: left }), held.expiresAt, held)
  else facts.remove(key)
  const { state: begins } = brakeState(counted, brake.policy, now)
  return { outcome: 'wrong', triesLeft: left, ...(begins === 'open' ? {} : { begins }) }
}

export function spendGuardedFact(
  facts: HeldFacts,
  key: string,
  id: string,
  brakeKey: string,
): SpentGuarded | undefined {
  if (readJson<GuardedFact>(facts, key)?.id !== id) return undefined
  facts.remove(key)
  return { failures: spendFact(facts, brakeKey) }
}

export function restoreFact(facts: HeldFacts, key: string, fact: GuardedFact, expiresAt: number): void {
  if (facts.read(key) === undefined) writeJson(facts, key, fact, expiresAt)
}

export function strikeBrake(facts: HeldFacts, { key, policy }: Brake, now: number): StrikeResult {
  const record = readJson<BrakeRecord>(facts, key) ?? noFailures
  const state = brakeState(record, policy, now)
  if (state.state !== 'open') return state
  const counted = countFailure(record, policy, now)
  writeJson(facts, key, counted, now + brakeTtlMs(policy))
  return { state: 'open', triesLeft: triesLeft(counted, policy) }
}

export function unstrikeBrake(facts: HeldFacts, { key, policy }: Brake, now: number): void {
  const record = readJson<BrakeRecord>(facts, key)
  if (record === undefined) return
  const rest = takeBackFailure(record, now)
  if (holdsNothing(rest)) facts.remove(key)
  else writeJson(facts, key, rest, now + brakeTtlMs(policy))
}

function logsOf(fact: HeldFact | undefined): number[][] {
  return fact === undefined ? [] : (JSON.parse(fact.value) as number[][])
}

function readJson<T>(facts: HeldFacts, key: string): T | undefined {
  const fact = facts.read(key)
  return fact === undefined ? undefined : (JSON.parse(fact.value) as T)
}

function writeJson(facts: HeldFacts, key: string, value: unknown, expiresAt: number): void {
  facts.write(key, JSON.stringify(value), expiresAt)
}

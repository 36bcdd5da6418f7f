/**
 * The second factor of a user: codes of an authenticator app, and ten recovery codes for the day the device is lost.
 * A time step and a recovery code are each good for once (spec 6, A67); failures are counted as those of SMS codes (O5).
 */
import type { Clock } from '../base/clock.ts'
import { sha256 } from '../base/digest.ts'
import { type Refusal, refuse } from '../base/refusal.ts'
import type { EphemeralStore } from '../ephemeral/ephemeral-store.ts'
import type { Keyring } from '../secrets/keyring.ts'
import { openSealed } from '../secrets/open-sealed.ts'
import { type ResealCount, resealRows } from '../secrets/reseal-rows.ts'
import type { Database, Step } from '../storage/database.ts'
import { countedTry, type FactorTry, forgetTries } from './factor-brake.ts'
import {
  createFactorRows,
  type FactorOwner,
  type FactorRows,
  seedContext,
  seedPurpose,
  type TotpRow,
} from './factor-rows.ts'
import { randomRecoveryCodes, recoveryDigest } from './recovery-codes.ts'
import { randomSeed, stepOfCode, type TotpLabel, totpUri } from './totp-code.ts'
import { readTypedCode } from './typed-code.ts'

/** What is shown once, to be scanned or typed into an authenticator app. */
export type TotpEnrolment = {
  /** base32 */
  readonly secret: string
  /** `otpauth://totp/…` */
  readonly uri: string
}

export type ConfirmedFactor = {
  /** Shown once: only their digests are kept. */
  readonly recoveryCodes: readonly string[]
  /** Make it durable. Refused as `FACTOR_EXISTS` where another confirmation was first. */
  readonly steps: readonly Step[]
}

export type CheckedFactor = {
  readonly method: 'totp' | 'recovery'
  /** Names this use of the factor; unique for ever, over all tenants. */
  readonly originId: string
  /** Spend the code. Refused as `CODE_EXPIRED` where another use was first. */
  readonly steps: readonly Step[]
}

export type FactorStatus = {
  /** Epoch milliseconds. */
  readonly enrolledAt: number
  readonly recoveryCodesLeft: number
}

export interface TotpFactors {
  /** A seed that waits ten minutes for its first code, in place of an older one. Refusal: `FACTOR_EXISTS`. */
  enrol(owner: FactorOwner, label: TotpLabel): Promise<TotpEnrolment>
  /**
   * The first right code of the seed that waits. The seed is spent by it, and the code's time step too. Refusals:
   * `CODE_ERROR`, `CODE_EXPIRED` (no seed waits), `TOO_MANY_ATTEMPTS` with the seconds to wait. `knownDevice`: the
   * device's key where it has logged in to the account before; it counts on its own.
   */
  confirm(owner: FactorOwner, code: string, knownDevice?: string): Promise<ConfirmedFactor>
  /**
   * A code of the app, of this time step or one beside it, or a recovery code. Nothing is spent before the steps are
   * committed. Refusals: `FACTOR_MISSING`, `CODE_ERROR`, `CODE_EXPIRED` (the step was used), `TOO_MANY_ATTEMPTS`
   * with the seconds to wait. `knownDevice` as in `confirm`.
   */
  check(owner: FactorOwner, code: string, knownDevice?: string): Promise<CheckedFactor>
  /** Ten other recovery codes in place of those that are left, for a code of either kind. Refusals: those of `check`. */
  renewRecovery(owner: FactorOwner, code: string, knownDevice?: string): Promise<ConfirmedFactor>
  /** One point read. */
  has(owner: FactorOwner): Promise<boolean>
  status(owner: FactorOwner): Promise<FactorStatus | undefined>
  /** Takes factor and recovery codes away. Refused as `FACTOR_MISSING` where there is none. */
  remove(owner: FactorOwner): Step[]
  /** The same of a user who is deleted, who may have none. */
  removeAll(owner: FactorOwner): Step[]
  /** Opens what wrong codes have locked, for these known devices too. Answers whether failures were counted. */
  forgetFailures(owner: FactorOwner, knownDevices: readonly string[]): Promise<boolean>
  /** Encrypts anew what is under older secrets. */
  reseal(): Promise<ResealCount>
}

type FactorDependencies = {
  readonly database: Database
  readonly ephemeral: EphemeralStore
  readonly keyring: Keyring
  readonly clock: Clock
}

type Parts = FactorDependencies & { readonly rows: FactorRows }

const pendingMs = 600_000
const pendingPurpose = 'totp-pending'

const exists = () => refuse('FACTOR_EXISTS')
const missing = () => refuse('FACTOR_MISSING')
const wrong = () => refuse('CODE_ERROR')
const used = () => refuse('CODE_EXPIRED')

export function createTotpFactors(needs: FactorDependencies): TotpFactors {
  const { database, keyring } = needs
  const rows = createFactorRows(database)
  const parts = { ...needs, rows }
  return {
    enrol: (owner, label) => enrol(parts, owner, label),
    confirm: (owner, code, knownDevice) => confirm(parts, { owner, knownDevice }, code),
    check: (owner, code, knownDevice) => check(parts, { owner, knownDevice }, code),
    renewRecovery: (owner, code, knownDevice) => renewRecovery(parts, { owner, knownDevice }, code),
    has: (owner) => rows.hasTotp(owner),
    async status(owner) {
      const row = await rows.status(owner)
      return row && { enrolledAt: Number(row.enrolled_at), recoveryCodesLeft: Number(row.codes_left) }
    },
    remove: (owner) => rows.remove(owner, missing),
    removeAll: (owner) => rows.remove(owner),
    forgetFailures: (owner, knownDevices) => forgetTries(needs.ephemeral, owner, knownDevices),
    reseal: () => resealRows(database, keyring, rows.sealedSeeds),
  }
}

async function enrol(
  { rows, ephemeral, keyring }: Parts,
  owner: FactorOwner,
  label: TotpLabel,
): Promise<TotpEnrolment> {
  if (await rows.hasTotp(owner)) throw exists()
  const secret = randomSeed()
  const uri = await totpUri(secret, label)
  const sealed = keyring.seal(pendingPurpose, secret, seedContext(owner))
  await ephemeral.put(pendingKey(owner), sealed, pendingMs)
  return { secret, uri }
}

async function confirm(parts: Parts, tried: FactorTry, text: string): Promise<ConfirmedFactor> {
  const { ephemeral, keyring, clock } = parts
  const { owner } = tried
  const waiting = await ephemeral.get(pendingKey(owner))
  const seed = waiting && keyring.open(pendingPurpose, waiting, seedContext(owner))
  if (seed === undefined) throw used()
  const timeStep = await countedTry(ephemeral, tried, async () => {
    const typed = readTypedCode(text)
    const step = typed?.kind === 'totp' ? await stepOfCode(seed, typed.code, clock.now()) : undefined
    return step ?? wrong()
  })
  // Of several confirmations one gets the seed; a seed that came in its place is not confirmed by this code.
  if ((await ephemeral.spend(pendingKey(owner))) !== waiting) throw used()
  return confirmed(parts, owner, seed, timeStep)
}

function confirmed(
  { rows, keyring, clock }: Parts,
  owner: FactorOwner,
  seed: string,
  timeStep: number,
): ConfirmedFactor {
  const { recoveryCodes, digests } = newRecovery(seed)
  const row: TotpRow = {
    sealed: keyring.seal(seedPurpose, seed, seedContext(owner)),
    key_id: keyring.keyIds[0],
    last_step: timeStep,
    created_at: clock.now(),
  }
  return { recoveryCodes, steps: rows.insert(owner, row, digests, exists) }
}

function newRecovery(seed: string) {
  const recoveryCodes = randomRecoveryCodes()
  const digests = recoveryCodes.map((code) => recoveryDigest(seed, code.replaceAll('-', '')))
  return { recoveryCodes, digests }
}

async function renewRecovery(parts: Parts, tried: FactorTry, text: string): Promise<ConfirmedFactor> {
  const factor = await openFactor(parts, tried.owner)
  const { steps } = await checkOpened(parts, tried, factor, text)
  const { recoveryCodes, digests } = newRecovery(factor.seed)
  return { recoveryCodes, steps: [...steps, ...parts.rows.replaceRecovery(tried.owner, digests)] }
}

async function check(parts: Parts, tried: FactorTry, text: string): Promise<CheckedFactor> {
  return checkOpened(parts, tried, await openFactor(parts, tried.owner), text)
}

type OpenedFactor = { readonly row: TotpRow; readonly seed: string }

async function openFactor({ rows, keyring }: Parts, owner: FactorOwner): Promise<OpenedFactor> {
  const row = await rows.findTotp(owner)
  if (row === undefined) throw missing()
  const what = `the TOTP seed of user ${owner.tenantId}/${owner.userId}`
  return { row, seed: openSealed(keyring, seedPurpose, row, seedContext(owner), what) }
}

async function checkOpened(
  parts: Parts,
  tried: FactorTry,
  { row, seed }: OpenedFactor,
  text: string,
): Promise<CheckedFactor> {
  const { owner } = tried
  const typed = readTypedCode(text)
  return countedTry(parts.ephemeral, tried, async () => {
    if (typed === undefined) return wrong()
    return typed.kind === 'totp'
      ? checkTotp(parts, owner, row, seed, typed.code)
      : checkRecovery(parts, owner, seed, typed.code)
  })
}

async function checkTotp(
  { rows, clock }: Parts,
  owner: FactorOwner,
  row: TotpRow,
  seed: string,
  code: string,
): Promise<CheckedFactor | Refusal> {
  const timeStep = await stepOfCode(seed, code, clock.now())
  if (timeStep === undefined) return wrong()
  if (timeStep <= Number(row.last_step)) return used()
  return {
    method: 'totp',
    originId: `totp:${owner.tenantId}:${owner.userId}:${timeStep}`,
    steps: [rows.useStep(owner, row, timeStep, used)],
  }
}

async function checkRecovery(
  { rows }: Parts,
  owner: FactorOwner,
  seed: string,
  code: string,
): Promise<CheckedFactor | Refusal> {
  const digest = recoveryDigest(seed, code)
  if (!(await rows.hasRecoveryCode(owner, digest))) return wrong()
  return {
    method: 'recovery',
    originId: `recovery:${digest}`,
    steps: [rows.useRecoveryCode(owner, digest, used)],
  }
}

function pendingKey(owner: FactorOwner): string {
  return `totp-pending:{${sha256(seedContext(owner))}}`
}

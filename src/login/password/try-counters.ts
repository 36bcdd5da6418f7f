/**
 * Wrong passwords are counted before they are checked: an account's count locks it, and few of them make a captcha
 * asked for (spec 3, `lockout`, `captcha`). A device that has logged in to the account before counts on its own.
 */
import { sha256 } from '../../base/digest.ts'
import type { TenantId, UserId } from '../../base/ids.ts'
import { addressBucket } from '../../base/network-address.ts'
import type { Brake, BrakePolicy, EphemeralStore } from '../../ephemeral/ephemeral-store.ts'
import { forgetFacts } from '../../ephemeral/forget-facts.ts'
import type { PasswordSettings } from './password-settings.ts'

/** Whose password is tried, and from where. A name that nobody has counts like any other. */
export type TrySubject = {
  readonly tenantId: TenantId
  /** As `accountKey` gives it. */
  readonly accountKey: string
  /** Set when the device has logged in to the account before. */
  readonly knownDevice: string | undefined
  /** Nothing for in-process calls. */
  readonly address: string | undefined
}

/**
 * Where the tries of a name count: with its user, so that names and numbers come to one place and a new name starts
 * nothing anew; with the folded name where nobody has it.
 */
export function accountKey(userId: UserId | undefined, nameKey: string): string {
  return userId === undefined ? `name\0${nameKey}` : `user\0${userId}`
}

const hourMs = 3_600_000

/** Three failures within an hour; from then on a captcha for an hour. */
const riskPolicy: BrakePolicy = { failures: 3, windowMs: hourMs, baseMs: hourMs, maxMs: hourMs }

/** Failures count for an hour, as those of codes do (spec 6, O5). */
export function lockBrake(subject: TrySubject, lockout: PasswordSettings['lockout']): Brake {
  const { failures, baseSeconds, maxSeconds } = lockout
  const policy = { failures, windowMs: hourMs, baseMs: baseSeconds * 1000, maxMs: maxSeconds * 1000 }
  return { key: lockKey(subject), policy }
}

/** Every counter that may lock the subject's account or ask for a captcha, the known device's own and the others'. */
export function keysOfAccount(subject: TrySubject): string[] {
  const others = { ...subject, knownDevice: undefined }
  return [lockKey(subject), riskKey(subject), lockKey(others), riskKey(others)]
}

/**
 * Opens an account's password that is locked, for unknown devices and for these known ones. Answers whether there
 * were failures to forget.
 */
export function forgetTries(
  ephemeral: EphemeralStore,
  tenantId: TenantId,
  userId: UserId,
  knownDevices: readonly string[],
): Promise<boolean> {
  const subject = { tenantId, accountKey: accountKey(userId, ''), address: undefined }
  const keys = [undefined, ...knownDevices].flatMap((knownDevice) =>
    keysOfAccount({ ...subject, knownDevice }),
  )
  return forgetFacts(ephemeral, [...new Set(keys)])
}

/** Where failures make a captcha asked for: the account first, and for unknown devices the address. */
export function riskBrakes(subject: TrySubject): readonly [Brake, ...Brake[]] {
  const account = { key: riskKey(subject), policy: riskPolicy }
  const { tenantId, knownDevice, address } = subject
  if (knownDevice !== undefined || address === undefined) return [account]
  return [account, { key: `password-risk-address:${addressSlot(tenantId, address)}`, policy: riskPolicy }]
}

/** A hundred failures within an hour; then short waits, since an address may be that of a whole carrier (A34). */
const sprayPolicy: BrakePolicy = {
  failures: 100,
  windowMs: hourMs,
  baseMs: 60_000,
  maxMs: 300_000,
}

/** Where failures make an address wait that cannot be asked for a captcha; known devices are not counted there. */
export function sprayBrake({ tenantId, knownDevice, address }: TrySubject): Brake | undefined {
  if (knownDevice !== undefined || address === undefined) return undefined
  return { key: `password-spray:${addressSlot(tenantId, address)}`, policy: sprayPolicy }
}

/** Where registrations make a captcha asked for: they count whether or not they succeed. */
export function registrationBrakes(tenantId: TenantId, address: string | undefined): readonly Brake[] {
  if (address === undefined) return []
  return [{ key: `password-register:${addressSlot(tenantId, address)}`, policy: riskPolicy }]
}

export type CountedTries = {
  /** Where the try was counted: it is to be taken back when nothing comes of it. */
  readonly counted: readonly Brake[]
  /** One of the brakes was on already; nothing was counted there. */
  readonly isBraked: boolean
  /** Where nothing was counted either, since a wider one was on. */
  readonly passedOver: readonly Brake[]
}

/** The widest, which is the last, first: an address that is braked leaves no row for each name that it tries. */
export async function countTries(ephemeral: EphemeralStore, brakes: readonly Brake[]): Promise<CountedTries> {
  const counted: Brake[] = []
  for (const [index, brake] of [...brakes.entries()].reverse()) {
    const { state } = await ephemeral.strike(brake)
    if (state !== 'open') return { counted, isBraked: true, passedOver: brakes.slice(0, index) }
    counted.push(brake)
  }
  return { counted, isBraked: false, passedOver: [] }
}

export async function takeTriesBack(ephemeral: EphemeralStore, counted: readonly Brake[]): Promise<void> {
  await Promise.all(counted.map((brake) => ephemeral.unstrike(brake)))
}

function lockKey(subject: TrySubject): string {
  return `password-lock:${accountSlot(subject)}`
}

function riskKey(subject: TrySubject): string {
  return `password-risk:${accountSlot(subject)}`
}

function accountSlot({ tenantId, accountKey, knownDevice = '' }: TrySubject): string {
  return `{${sha256(`${tenantId}\0${accountKey}`)}}:${knownDevice}`
}

function addressSlot(tenantId: TenantId, address: string): string {
  return `{${tenantId}:${addressBucket(address)}}`
}

/** Checks a code before anything that depends on the number is told or done (spec 2, rules 2–4). */
import type { UserId } from '../../base/ids.ts'
import { maskPhone, type PhoneNumber, prefixOf, readPhoneNumber } from '../../base/phone-number.ts'
import { Refusal, refuse } from '../../base/refusal.ts'
import type { CodeScope } from '../../codes/code-scope.ts'
import type { RightCode } from '../../codes/verification-codes.ts'
import type { CallContext } from '../../elements/caller.ts'
import type { BoundUser } from './phone-bindings.ts'
import type { PhoneServices } from './phone-services.ts'
import type { PhoneSettings } from './phone-settings.ts'

/** A number that the caller has proven to hold. The code is not spent yet. */
export type ProvenNumber = {
  readonly number: PhoneNumber
  readonly code: RightCode
  /** Whose number it is, in any login type of the tenant. */
  readonly owner: BoundUser | undefined
  readonly knownDevice: boolean
}

export type ProofRequest = {
  readonly number: PhoneNumber
  readonly code: string
  readonly loginType: string
  /** Purposes that count, in the order in which they are tried. */
  readonly scopes: readonly { readonly purpose: string; readonly userId: UserId | undefined }[]
  readonly call: CallContext
  /** Has the number a fixed code? Each use of one is audited. */
  readonly isTest: boolean
}

/** Refusals: `CODE_ERROR`, `CODE_EXPIRED`, `TOO_MANY_ATTEMPTS`, `CAPTCHA_REQUIRED`, `CAPTCHA_ERROR`. */
export async function proveNumber(services: PhoneServices, request: ProofRequest): Promise<ProvenNumber> {
  const { number, call } = request
  const owner = await services.bindings.findByPhone(call.tenantId, number.e164, call.device.key)
  const knownDevice = owner?.known === 1
  if (!knownDevice && isForAnyone(request) && services.sprayBrake.isOn(call)) await requireCaptcha(call)
  try {
    const code = await checkScopes(services, request, knownDevice ? call.device.key : undefined)
    if (owner !== undefined && code.issuedAt < owner.secured_at) throw refuse('CODE_EXPIRED')
    if (request.isTest) noteCheck(services, request, 'code.use-test', 'success')
    return { number, code, owner, knownDevice }
  } catch (error) {
    if (error instanceof Refusal) {
      noteCheck(services, request, 'code.check', error.code)
      if (wrongCodes.has(error.code)) await services.sprayBrake.countWrong(call)
    }
    throw error
  }
}

/**
 * A code that works for one user alone belongs to someone who has a session or has passed a first factor: no stranger
 * may close that door (A34), and its own tries and the number's wait hold.
 */
function isForAnyone({ scopes }: ProofRequest): boolean {
  return scopes.some(({ userId }) => userId === undefined)
}

/** That a code was never sent, is spent or has expired tells a spray as much as a wrong one. */
const wrongCodes: ReadonlySet<string> = new Set(['CODE_ERROR', 'CODE_EXPIRED'])

/** Once per check, and before it: a captcha that is not passed leaves the code as it is. */
async function requireCaptcha({ captcha }: CallContext): Promise<void> {
  if (captcha === undefined || !captcha.isPresented) throw refuse('CAPTCHA_REQUIRED')
  if (!(await captcha.pass())) throw refuse('CAPTCHA_ERROR')
}

/**
 * Counts that a name is tried with the code, which is good for as many of them as for wrong guesses: whether a name is
 * taken is not to be asked without end for one message. Refused as `CODE_EXPIRED`; another try may be under way, so the
 * code itself stays.
 */
export async function requireTryOfName(
  { ephemeral, clock }: PhoneServices,
  { code }: ProvenNumber,
  { maxAttempts }: Pick<PhoneSettings, 'maxAttempts'>,
): Promise<void> {
  const ms = Math.max(1, code.expiresAt - clock.now())
  const tries = { key: `code-names:{${code.id}}`, windows: [{ ms, max: maxAttempts }] }
  if (!(await ephemeral.reserve([tries])).granted) throw refuse('CODE_EXPIRED')
}

/** Spends the code, then acts; a failed act gives the code back (spec 2, rule 4). */
export async function spendFor<T>(
  services: PhoneServices,
  { code, call }: { readonly code: RightCode; readonly call: CallContext },
  act: () => Promise<T>,
): Promise<T> {
  const spent = await services.codes.spend(code)
  try {
    const done = await act()
    services.sprayBrake.countRight(call)
    countProven(services, code)
    return done
  } catch (error) {
    await services.codes.giveBack(spent)
    throw error
  }
}

/** The message did what it was for; a code that was never sent has no service. */
function countProven({ counts }: PhoneServices, { scope, service, issuedAt }: RightCode): void {
  const number = service === undefined ? undefined : readPhoneNumber(scope.phone, 'CN')
  if (service === undefined || number === undefined) return
  const { tenantId } = scope
  const group = { tenantId, prefix: prefixOf(number), country: number.country, service }
  counts.count(group, issuedAt, 'proven')
}

async function checkScopes(
  { codes }: PhoneServices,
  { number, code, loginType, scopes, call }: ProofRequest,
  knownDevice: string | undefined,
): Promise<RightCode> {
  const typed = code.normalize('NFKC').trim()
  let missing: unknown
  for (const { purpose, userId } of scopes) {
    const scope: CodeScope = { tenantId: call.tenantId, loginType, purpose, phone: number.e164, userId }
    try {
      return await codes.check(scope, typed, knownDevice)
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'CODE_EXPIRED') throw error
      missing = error
    }
  }
  throw missing
}

function noteCheck(
  { audit }: PhoneServices,
  { number, loginType, call }: ProofRequest,
  action: string,
  result: string,
): void {
  audit.note({ action, result, subject: maskPhone(number.e164), detail: loginType }, call)
}

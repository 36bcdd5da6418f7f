/**
 * Passes over a service that fails (spec 4, rule 4): after 5 failures in 30 s nobody waits for it any more, and every
 * 30 s one message tries it again. The state is in the ephemeral store, so all processes know.
 */
import type { Clock } from '../base/clock.ts'
import type { RegisteredElement } from '../elements/registry.ts'
import type { EphemeralStore } from '../ephemeral/ephemeral-store.ts'
import type { SmsFailure, SmsResult } from './sms-service.ts'

/** `due`: passed over, and long enough that one message may try it. */
type BreakerState = 'closed' | 'open' | 'due'

export interface ServiceBreaker {
  /** `id` names the service over all apps of the installation. */
  state(id: string): Promise<BreakerState>
  /** For a service that is due: of all processes one caller in 30 s gets a yes. */
  claimTrial(id: string): Promise<boolean>
  /** What came of a message; `state` is how the service stood before it. */
  note(service: BrokenService, state: BreakerState, result: SmsResult): Promise<void>
}

export type BrokenService = { readonly id: string; readonly fullName: string }

/** How the breaker knows a service. */
export function brokenOf({ definition: { fullName }, appId }: RegisteredElement): BrokenService {
  return { id: `${appId}:${fullName}`, fullName }
}

/** A service was passed over from now on, or takes messages again. */
export type ServiceChange =
  | { readonly fullName: string; readonly state: 'down'; readonly reason: SmsFailure }
  | { readonly fullName: string; readonly state: 'up' }

const failuresToOpen = 5
const windowMs = 30_000
const restMs = 30_000
/** A service that nobody tries for so long is forgotten to be down. */
const keepMs = 30 * 86_400_000

/** Failures that tell of the service. The others tell of the number or the message, which anyone may choose. */
const ofService: ReadonlySet<SmsFailure | undefined> = new Set<SmsFailure>([
  'UNAVAILABLE',
  'TIMEOUT',
  'AUTH_FAILED',
  'INSUFFICIENT_FUNDS',
])

type BreakerDependencies = {
  readonly ephemeral: EphemeralStore
  readonly clock: Clock
  readonly onChange: (change: ServiceChange) => void
}

export function createServiceBreaker({ ephemeral, clock, onChange }: BreakerDependencies): ServiceBreaker {
  const rest = (id: string) => ephemeral.put(keysOf(id).down, String(clock.now() + restMs), keepMs)

  async function fail({ id, fullName }: BrokenService, state: BreakerState, reason: SmsFailure) {
    if (state === 'due') return rest(id)
    const { failures, opening } = keysOf(id)
    const counted = await ephemeral.reserve([once(failures, failuresToOpen - 1, windowMs)])
    if (counted.granted) return
    // Of those who count the fifth failure at the same time one opens it, and tells.
    const opened = await ephemeral.reserve([once(opening, 1, restMs)])
    if (!opened.granted) return
    await rest(id)
    onChange({ fullName, state: 'down', reason })
  }

  async function recover({ id, fullName }: BrokenService) {
    const { down, failures, opening, trial } = keysOf(id)
    const wasDown = (await ephemeral.spend(down)) !== undefined
    await ephemeral.drop(failures, opening, trial)
    if (wasDown) onChange({ fullName, state: 'up' })
  }

  return {
    async state(id) {
      const until = await ephemeral.get(keysOf(id).down)
      if (until === undefined) return 'closed'
      return Number(until) > clock.now() ? 'open' : 'due'
    },
    claimTrial: async (id) => (await ephemeral.reserve([once(keysOf(id).trial, 1, restMs)])).granted,
    async note(service, state, { accepted, reason = 'UNAVAILABLE' }) {
      if (accepted !== true && ofService.has(reason)) await fail(service, state, reason)
      else if (state === 'due') await recover(service)
    },
  }
}

function once(key: string, max: number, ms: number) {
  return { key, windows: [{ ms, max }] }
}

/** On one slot. */
function keysOf(id: string) {
  const key = (name: string) => `sms-${name}:{sms:${id}}`
  return { down: key('down'), failures: key('failures'), opening: key('opening'), trial: key('trial') }
}

/**
 * The attacker: asks for as many codes as are sent, from all addresses and with more fingerprints than any limit holds. Answers 12 %
 * of the codes of every prefix, rests where nothing is sent any more, stays under 20 an hour in a prefix that was closed
 * before, and spends the devices that have logged in before where a prefix is closed.
 */
import type { SendDevice } from '../../src/limits/send-limits.ts'
import { addressAt, attackedPlaces, type Phone, phoneIn, type Size } from './world.ts'

export type Attempt = {
  readonly phone: Phone
  readonly address: string
  readonly device: SendDevice
  readonly isOldDevice: boolean
}

export interface Attacker {
  /** What is asked for now; nothing while nothing promises to be sent. */
  next(now: number): Attempt | undefined
  /** The same once more by a device that has logged in before, where that may help. */
  again(now: number): Attempt | undefined
  /** `waitMs`: 0 where it was sent. */
  learn(attempt: Attempt, waitMs: number, now: number): void
  /** Does somebody answer the code that was just sent there? */
  answers(phone: Phone): boolean
}

const answeredPart = 0.12
const hourMs = 3_600_000
const restMs = 300_000
/** So many refusals in a row, of other numbers each, and a prefix is left alone for a while. */
const patience = 20
const devicePerDay = 50
const underBreaker = 19
/** Of each address: so many that none of them meets a limit. */
const fingerprints = 10

type Front = {
  readonly prefix: string
  readonly phones: readonly Phone[]
  next: number
  answered: number
  refusedInRow: number
  restUntil: number
  isCareful: boolean
  sentInHour: number
  hour: number
}

export function createAttacker(size: Size): Attacker {
  const places = attackedPlaces.slice(0, size.prefixes)
  const each = Math.floor(size.numbers / places.length)
  const fronts: Front[] = places.map((place) => ({
    prefix: place.prefix,
    phones: Array.from({ length: each }, (_, index) => phoneIn(place, index)),
    next: 0,
    answered: 0,
    refusedInRow: 0,
    restUntil: 0,
    isCareful: false,
    sentInHour: 0,
    hour: 0,
  }))
  const byPrefix = new Map(fronts.map((front) => [front.prefix, front]))
  const deviceUses = new Uint16Array(size.devices)
  let turn = 0
  let asked = 0
  let address = 0
  let refused: Attempt | undefined

  function isReady(front: Front, now: number): boolean {
    if (front.restUntil > now) return false
    const hour = Math.floor(now / hourMs)
    if (front.hour !== hour) {
      front.hour = hour
      front.sentInHour = 0
    }
    return !front.isCareful || front.sentInHour < underBreaker
  }

  function nextAddress(): string {
    address = (address + 1) % size.addresses
    return addressAt('45', address)
  }

  return {
    next(now) {
      refused = undefined
      for (let tries = 0; tries < fronts.length; tries += 1) {
        turn = (turn + 1) % fronts.length
        const front = fronts[turn] as Front
        if (!isReady(front, now)) continue
        front.next = (front.next + 1) % front.phones.length
        const phone = front.phones[front.next] as Phone
        const from = nextAddress()
        asked += 1
        const device = {
          key: `fp:${from}-${Math.floor(asked / size.addresses) % fingerprints}`,
          isIssued: false,
        }
        return { phone, address: from, device, isOldDevice: false }
      }
      return undefined
    },
    again() {
      if (refused === undefined) return undefined
      const index = deviceUses.findIndex((uses) => uses < devicePerDay)
      if (index === -1) return undefined
      deviceUses[index] = (deviceUses[index] ?? 0) + 1
      const attempt = {
        phone: refused.phone,
        address: nextAddress(),
        device: { key: `dt:${index}`, isIssued: true },
        isOldDevice: true,
      }
      refused = undefined
      return attempt
    },
    learn(attempt, waitMs, now) {
      const front = byPrefix.get(attempt.phone.prefix) as Front
      if (waitMs === 0) {
        front.refusedInRow = 0
        front.sentInHour += 1
        return
      }
      front.refusedInRow += 1
      if (front.refusedInRow < patience) return
      front.refusedInRow = 0
      front.restUntil = now + restMs
      front.isCareful = true
      refused = attempt.isOldDevice ? undefined : attempt
    },
    answers({ prefix }) {
      const front = byPrefix.get(prefix) as Front
      front.answered += answeredPart
      if (front.answered < 1) return false
      front.answered -= 1
      return true
    },
  }
}

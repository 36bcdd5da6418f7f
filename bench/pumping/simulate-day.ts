/**
 * A day of an attacker who has messages sent to numbers that pay him, beside a day of honest logins, on the program's
 * own spend control, conversion breaker and limits. Only time, people and the place of the counts are made up.
 */
import { join } from 'node:path'
import { defaultTenant } from '../../src/base/ids.ts'
import type { SendDevice } from '../../src/limits/send-limits.ts'
import { createBudgetWatch } from '../../src/spend/budget-watch.ts'
import { createMessageCounts } from '../../src/spend/message-counts.ts'
import { createPrefixBreaker } from '../../src/spend/prefix-breaker.ts'
import { createSpendControl, type SpendControl } from '../../src/spend/spend-control.ts'
import { spendMigrations } from '../../src/spend/tables.ts'
import { openSqliteDatabase } from '../../src/storage/drivers/sqlite-driver.ts'
import { migrate } from '../../src/storage/migrate.ts'
import { createAttacker } from './attacker.ts'
import { memoryLimits } from './memory-facts.ts'
import type { Guard } from './protections.ts'
import { home, honestDay, type Phone, type Size } from './world.ts'

export type DayResult = {
  /** Messages to the attacker, by country. */
  readonly toAttacker: ReadonlyMap<string, number>
  readonly honestSent: number
  readonly honestRefused: number
}

const service = 'SMS.simulated'
const start = Date.UTC(2026, 0, 5)
const dayMs = 86_400_000
const codeTtlSeconds = 300
/** Of a hundred honest people so many type their code. */
const honestConversion = 0.9

type Sender = {
  readonly phone: Phone
  readonly address: string
  readonly device?: SendDevice
  readonly isOldDevice: boolean
  readonly isKnown: boolean
}

export async function simulateDay(
  guard: Guard,
  size: Size,
  folder: string,
  random: () => number,
): Promise<DayResult> {
  let now = start
  const clock = { now: () => now }
  const events = { raise: () => {}, steps: () => [] }
  const database = openSqliteDatabase(join(folder, 'pumping.sqlite'))
  try {
    await migrate(database, spendMigrations)
    const counts = createMessageCounts({ database, clock, onLoss: raise })
    const breaker = createPrefixBreaker({ database, clock, counts, events })
    const budgetWatch = createBudgetWatch({ clock, events })
    const spend = createSpendControl({ ephemeral: memoryLimits(clock), breaker, budgetWatch })
    const toAttacker = new Map<string, number>()
    let honestSent = 0
    let honestRefused = 0

    const send = async (sender: Sender, answers: () => boolean): Promise<number> => {
      const claimed = await claim(spend, guard, sender)
      if (!claimed.granted) return claimed.retryAfterMs
      const { prefix, country } = sender.phone
      const group = { tenantId: defaultTenant, prefix, country, service }
      counts.count(group, now, 'sent')
      if (answers()) counts.count(group, now, 'proven')
      return 0
    }

    const honest = honestDay(size, start, random)
    let next = 0
    const honestUntil = async (time: number) => {
      for (let login = honest[next]; login !== undefined && login.at <= time; login = honest[next]) {
        next += 1
        now = login.at
        const waitMs = await send({ ...login, isOldDevice: false }, () => random() < honestConversion)
        if (waitMs === 0) honestSent += 1
        else honestRefused += 1
      }
    }

    const attacker = createAttacker(size)
    for (let index = 0; index < size.requests; index += 1) {
      const at = start + Math.floor((index * dayMs) / size.requests)
      if ((honest[next]?.at ?? Number.POSITIVE_INFINITY) <= at) await honestUntil(at)
      now = at
      for (let sender = attacker.next(now); sender !== undefined; sender = attacker.again(now)) {
        const { phone } = sender
        const waitMs = await send({ ...sender, isKnown: false }, () => attacker.answers(phone))
        attacker.learn(sender, waitMs, now)
        if (waitMs > 0) continue
        toAttacker.set(phone.country, (toAttacker.get(phone.country) ?? 0) + 1)
        break
      }
    }
    await honestUntil(start + dayMs)
    await counts.flush()
    return { toAttacker, honestSent, honestRefused }
  } finally {
    await database.close()
  }
}

function claim(spend: SpendControl, { limits, budget, intervalSeconds }: Guard, sender: Sender) {
  const { phone, address, device, isOldDevice, isKnown } = sender
  const { e164, country, prefix } = phone
  return spend.claim({
    subject: {
      tenantId: defaultTenant,
      phone: e164,
      country,
      defaultCountry: home,
      intervalSeconds,
      address,
      device,
      service,
      budget,
      vendorLimits: [],
    },
    limits,
    trust: { number: false, device: false },
    lookUp: async () => ({ number: isKnown, device: isKnown }),
    prefix,
    codeTtlSeconds,
    isOldDevice,
    // Work is no hurdle to the attacker of this simulation; his numbers are all abroad anyway.
    proveWork: async () => {},
  })
}

function raise(error: unknown): never {
  throw error
}

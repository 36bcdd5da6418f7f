/** What spans the slots of a cluster: a script sees one slot, so each gets its part. */
import type { Limit, Reservation } from '../ephemeral-store.ts'

/** Limits of one slot, and where they stand in the call. */
export type LimitsOfSlot = { readonly limits: readonly Limit[]; readonly places: readonly number[] }

/** The three steps on one slot. `look` counts nothing; `takeBack` undoes exactly what `count` has counted. */
export type SlotSteps = {
  look(limits: readonly Limit[]): Promise<Reservation>
  count(limits: readonly Limit[]): Promise<Reservation>
  takeBack(limits: readonly Limit[]): Promise<void>
}

/** The part in braces, or all of a key that has none: equal for keys that Redis keeps together. */
function tagOf(key: string): string {
  const from = key.indexOf('{')
  const to = key.indexOf('}', from + 1)
  return from < 0 || to <= from + 1 ? key : key.slice(from + 1, to)
}

export function keysBySlot(keys: readonly string[]): string[][] {
  return [...Map.groupBy(keys, tagOf).values()]
}

export function limitsBySlot(limits: readonly Limit[]): LimitsOfSlot[] {
  const groups = Map.groupBy(limits.entries(), ([, { key }]) => tagOf(key))
  return [...groups.values()].map((group) => ({
    limits: group.map(([, limit]) => limit),
    places: group.map(([place]) => place),
  }))
}

/**
 * Counts in every slot or in none. It looks first, so a full limit is told without a trace. Where one fills up in
 * between, what the others have counted is taken back; what could not be taken back counts until its window ends.
 */
export async function reserveOverSlots(
  parts: readonly LimitsOfSlot[],
  steps: SlotSteps,
): Promise<Reservation> {
  const looked = await Promise.all(parts.map(({ limits }) => steps.look(limits)))
  const full = firstFull(parts, looked)
  if (full !== undefined) return full
  const counted = await Promise.allSettled(parts.map(({ limits }) => steps.count(limits)))
  const answers = counted.map((one) => (one.status === 'fulfilled' ? one.value : undefined))
  if (answers.every((answer) => answer?.granted)) return answers.findLast(hasReached) ?? { granted: true }
  const granted = parts.filter((_, index) => answers[index]?.granted)
  await Promise.allSettled(granted.map(({ limits }) => steps.takeBack(limits)))
  const failed = counted.find((one) => one.status === 'rejected')
  if (failed !== undefined) throw failed.reason
  return firstFull(parts, answers) ?? { granted: true }
}

function hasReached(answer: Reservation | undefined): boolean {
  return answer?.granted === true && answer.reached !== undefined
}

/** The first of the call, not of the slots. */
function firstFull(
  parts: readonly LimitsOfSlot[],
  answers: readonly (Reservation | undefined)[],
): Reservation | undefined {
  const refused = parts.flatMap(({ places }, part) => {
    const answer = answers[part]
    return answer?.granted === false ? [{ ...answer, index: places[answer.index] ?? 0 }] : []
  })
  return refused.toSorted((left, right) => left.index - right.index)[0]
}

/** How long a worker that died is missed: one that dies again and again must not keep the machine busy with starts. */

/** A worker that lived for so long did not die of its start. */
export const settledMs = 10_000

const firstMs = 1_000
const mostMs = 30_000

/** `deaths`: how often in a row its place lost a worker within `settledMs`. The first is replaced at once. */
export function restartDelayMs(deaths: number): number {
  return deaths <= 1 ? 0 : Math.min(mostMs, firstMs * 2 ** (deaths - 2))
}

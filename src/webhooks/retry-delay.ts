/** When a delivery that failed is tried again: the schedule of Standard Webhooks, over a little more than three days. */
import { randomInt } from 'node:crypto'

const secondMs = 1000
const minuteMs = 60 * secondMs
const hourMs = 60 * minuteMs

/** After the first attempt, the second, … */
const delaysMs = [
  5 * secondMs,
  5 * minuteMs,
  30 * minuteMs,
  2 * hourMs,
  5 * hourMs,
  10 * hourMs,
  14 * hourMs,
  20 * hourMs,
  24 * hourMs,
]

/** Up to a fifth later, so that what failed together does not come back together. Nothing after the last attempt. */
export function retryDelayMs(attempts: number): number | undefined {
  const delay = delaysMs[attempts - 1]
  return delay === undefined ? undefined : delay + randomInt(delay / 5 + 1)
}

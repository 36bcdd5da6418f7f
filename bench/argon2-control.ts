/**
 * The control of the password operation: argon2id alone, with our parameters and nothing around it.
 * `node bench/argon2-control.ts AMOUNT CONCURRENCY` prints its figures as JSON.
 */
import { hash, verify } from '@node-rs/argon2'

const parameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const amount = Number(process.argv[2])
const concurrency = Number(process.argv[3])

const stored = await hash('a password', parameters)
let left = amount

async function verifyUntilDone(): Promise<void> {
  while (left > 0) {
    left -= 1
    if (!(await verify(stored, 'a password'))) throw new Error('argon2 disagrees with itself')
  }
}

const cpuBefore = process.cpuUsage()
const startedAt = performance.now()
await Promise.all(Array.from({ length: concurrency }, verifyUntilDone))
const seconds = (performance.now() - startedAt) / 1000
const { user, system } = process.cpuUsage(cpuBefore)
const figures = { amount, perSecond: amount / seconds, cpuMicros: (user + system) / amount }
process.stdout.write(`${JSON.stringify(figures)}\n`)

/** The phone operations, session checks and passwords, in the order in which one makes what the next needs. */
import { setTimeout as delay } from 'node:timers/promises'
import { resendSeconds } from './app-folder.ts'
import { measurePhase, type Operation, type Phase, type Plan } from './measure-phase.ts'
import { measurePassword, type PasswordFigures } from './operations/password.ts'
import { send } from './operations/send.ts'
import { session } from './operations/session.ts'
import { verifyKnown, verifyNew } from './operations/verify.ts'
import type { BenchOptions } from './options.ts'
import { createPeople } from './people.ts'
import { residentMegabytes } from './process-usage.ts'
import type { ServerProcess } from './server-process.ts'

export type LoginFigures = {
  readonly phases: Record<'send' | 'verifyNew' | 'verifyKnown' | 'session', Phase>
  readonly password?: PasswordFigures
  readonly memory: { readonly idle: number; readonly loaded: number }
}

const settleMs = 3000

export async function measureLogin(
  server: ServerProcess,
  control: ServerProcess,
  options: BenchOptions,
  tell: (line: string) => void,
): Promise<LoginFigures> {
  const { amount, connections, passwords, parts } = options
  const plan: Plan = { amount, connections, warmUp: Math.max(connections, Math.ceil(amount / 4)) }
  const people = createPeople(plan.warmUp + plan.amount)
  const measure = (operation: Operation) => {
    tell(operation.name)
    return measurePhase(server, control, operation, plan)
  }

  await delay(settleMs)
  const idle = residentMegabytes(server.pid)
  const phases = {
    send: await measure(send(people)),
    verifyNew: await measure(verifyNew(people)),
    verifyKnown: await measure(verifyKnown(people, resendSeconds)),
    session: await measure(session(people)),
  }
  if (!parts.has('password')) return { phases, memory: { idle, loaded: residentMegabytes(server.pid) } }
  tell('password')
  const password = await measurePassword(server, people, passwords)
  return { phases, password, memory: { idle, loaded: residentMegabytes(server.pid) } }
}

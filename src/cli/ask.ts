/** Questions to the person at the keyboard. Without a keyboard each names the option that answers it. */
import type { Readable, Writable } from 'node:stream'
import { CommandFault } from './command-fault.ts'
import { exitStatus } from './exit-status.ts'

/** Where questions are asked; the terminal unless a test hands in streams of its own. */
export type Keyboard = { readonly input?: Readable; readonly output?: Writable }

export async function confirmed(question: string): Promise<boolean> {
  requireKeyboard('--yes')
  const { confirm, isCancel } = await import('@clack/prompts')
  const answer = await confirm({ message: question, initialValue: false, output: process.stderr })
  return !isCancel(answer) && answer
}

/** A new password, typed twice and not shown. */
export async function askNewPassword(): Promise<string> {
  requireKeyboard('--password-stdin')
  const first = await askPassword('Password')
  if ((await askPassword('The same again')) !== first) throw new CommandFault('the two differ', exitStatus.no)
  return first
}

/** Standard input up to its end, without the last line break. */
export async function readStandardInput(): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of process.stdin as AsyncIterable<Buffer>) parts.push(part)
  return Buffer.concat(parts)
    .toString('utf8')
    .replace(/\r?\n$/, '')
}

/** What was answered; a question that was left with Ctrl-C ends the command. */
export function answered<Answer>(answer: Answer): Exclude<Answer, symbol> {
  if (typeof answer === 'symbol') throw new CommandFault('stopped: nothing was done', exitStatus.stopped)
  return answer as Exclude<Answer, symbol>
}

export function requireKeyboard(option: string): void {
  if (!process.stdin.isTTY) throw new CommandFault(`there is no terminal to ask at: use ${option}`)
}

async function askPassword(message: string): Promise<string> {
  const { password } = await import('@clack/prompts')
  return answered(await password({ message, output: process.stderr }))
}

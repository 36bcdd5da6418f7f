/** Tells the person at the keyboard what is wrong, all of it and nothing besides, and sets the exit status. */
import { ListenFault } from '../app/serve-app.ts'
import { StoreFault } from '../app/stores.ts'
import { Refusal } from '../base/refusal.ts'
import { SettingFaults } from '../config/load-settings.ts'
import { ConfigurationFaults, formatFault } from '../elements/fault.ts'
import { explainRefusal } from '../i18n/explain-refusal.ts'
import { CommandFault } from './command-fault.ts'
import { exitStatus } from './exit-status.ts'
import { note, printable } from './output.ts'

export type Trouble = { readonly lines: readonly string[]; readonly status: number }

export function reportTrouble(error: unknown): void {
  const { lines, status } = troubleOf(error)
  const [only] = lines
  if (lines.length === 1) note(`latchkey: ${only}`)
  else note(`latchkey:\n${lines.map((line) => `  ${line}`).join('\n')}`)
  process.exitCode = status
}

/** `CODE: text`, or the bare text where the code says no more. */
export function refusalLine(refusal: Refusal): string {
  const text = printable(explainRefusal(refusal, 'en'))
  if (refusal.code === 'API_PARAMS_ERROR') return text.replace(/^Wrong arguments: /, '')
  return text === refusal.code ? text : `${refusal.code}: ${text}`
}

/** In words, and the exit status that goes with it. */
export function troubleOf(error: unknown): Trouble {
  if (error instanceof SettingFaults) return { lines: error.faults, status: exitStatus.configuration }
  if (error instanceof ConfigurationFaults)
    return { lines: error.faults.map(formatFault), status: exitStatus.configuration }
  if (error instanceof CommandFault) return { lines: [error.message], status: error.status }
  if (error instanceof Refusal) return { lines: [refusalLine(error)], status: exitStatus.no }
  if (error instanceof ListenFault) return explainListening(error)
  if (error instanceof StoreFault) return explainStore(error)
  if (isSystemError(error)) return explainSystem(error)
  return {
    lines: [error instanceof Error ? (error.stack ?? error.message) : String(error)],
    status: exitStatus.software,
  }
}

function explainListening({ setting, address, code }: ListenFault): Trouble {
  const reasons: Record<string, Trouble> = {
    EADDRINUSE: {
      lines: [`${setting}: ${address} is in use by another process`],
      status: exitStatus.unavailable,
    },
    EACCES: { lines: [`${setting}: no permission to listen on ${address}`], status: exitStatus.noPermission },
    EADDRNOTAVAIL: {
      lines: [`HOST: ${address} is no address of this machine`],
      status: exitStatus.unavailable,
    },
    ENOTFOUND: { lines: [`HOST: ${address} is no address of this machine`], status: exitStatus.unavailable },
  }
  const other = {
    lines: [`${setting}: cannot listen on ${address} (${code ?? 'unknown'})`],
    status: exitStatus.unavailable,
  }
  return reasons[code ?? ''] ?? other
}

/** By the primary result code of SQLite. */
const storeTroubles: Readonly<Record<number, readonly [text: string, status: number]>> = {
  5: ['is locked by another process', exitStatus.temporary],
  8: ['may not be written', exitStatus.noPermission],
  10: ['cannot be read or written', exitStatus.inputOutput],
  11: ['is damaged; restore it from a backup', exitStatus.data],
  13: ['cannot grow: the disk is full', exitStatus.inputOutput],
  14: ['cannot be opened', exitStatus.cannotCreate],
  26: ['is no database, or is damaged; restore it from a backup', exitStatus.data],
}

function explainStore({ place, resultCode, message }: StoreFault): Trouble {
  if (resultCode === undefined) return { lines: [message], status: exitStatus.unavailable }
  const [text, status] = storeTroubles[resultCode] ?? []
  if (text === undefined || status === undefined) return { lines: [message], status: exitStatus.inputOutput }
  return { lines: [`${place}: ${text}`], status }
}

type SystemError = Error & { readonly code: string; readonly syscall: string; readonly path?: string }

function isSystemError(error: unknown): error is SystemError {
  return error instanceof Error && 'syscall' in error && 'code' in error && typeof error.code === 'string'
}

const systemTroubles: Readonly<Record<string, readonly [text: string, status: number]>> = {
  ENOENT: ['is not there', exitStatus.noInput],
  EACCES: ['no permission', exitStatus.noPermission],
  EPERM: ['no permission', exitStatus.noPermission],
  EROFS: ['lies on a file system that may only be read', exitStatus.noPermission],
  EEXIST: ['is there already and no folder', exitStatus.cannotCreate],
  ENOTDIR: ['a part of it is no folder', exitStatus.cannotCreate],
  EISDIR: ['is a folder', exitStatus.noInput],
  ENOSPC: ['the disk is full', exitStatus.inputOutput],
}

function explainSystem({ code, syscall, path }: SystemError): Trouble {
  const [text, status] = systemTroubles[code] ?? [`${syscall} failed`, exitStatus.inputOutput]
  return { lines: [`${path ?? syscall}: ${text} (${code})`], status }
}

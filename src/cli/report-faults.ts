/** Tells the operator what is wrong, all of it, and sets the exit status. */
import { SettingFaults } from '../config/load-settings.ts'
import { ConfigurationFaults, formatFault } from '../elements/fault.ts'

/** EX_CONFIG of sysexits.h. */
const configurationStatus = 78

export function reportFaults(error: unknown): void {
  const lines = linesOf(error)
  if (lines === undefined) throw error
  process.stderr.write(`latchkey cannot start:\n${lines.map((line) => `  ${line}`).join('\n')}\n`)
  process.exitCode = configurationStatus
}

function linesOf(error: unknown): readonly string[] | undefined {
  if (error instanceof ConfigurationFaults) return error.faults.map(formatFault)
  if (error instanceof SettingFaults) return error.faults
  return undefined
}

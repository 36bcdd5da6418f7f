/** `latchkey element check`: what a start would say of the elements, without starting. */
import { findUnsafe, isLoopback } from '../../app/unsafe-elements.ts'
import { formatFault } from '../../elements/fault.ts'
import type { FolderOptions } from '../command-options.ts'
import { exitStatus } from '../exit-status.ts'
import { loadWithEdits } from '../load-with-edits.ts'
import { counted, print } from '../output.ts'
import { settingsOf } from '../settings-of.ts'

export async function elementCheck(options: FolderOptions): Promise<void> {
  const settings = settingsOf(options)
  const { production, host } = settings
  const { registry, faults, warnings: known, edits, unread } = await loadWithEdits(settings)
  const warnings = unread === undefined ? known : [...known, unread]
  const unsafe =
    registry === undefined ? [] : findUnsafe(registry, { production, loopback: isLoopback(host) })
  const all = [...faults, ...unsafe]
  for (const fault of all) print(`fault    ${formatFault(fault)}`)
  for (const warning of warnings) print(`warning  ${formatFault(warning)}`)
  if (edits.length > 0) print(`with ${edits.length} elements that the console edited`)
  print(`${counted(all.length, 'fault')}, ${counted(warnings.length, 'warning')}`)
  if (all.length > 0) process.exitCode = exitStatus.configuration
}

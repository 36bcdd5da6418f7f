/** The elements of an app, for commands that show them. */
import { ConfigurationFaults, formatFault } from '../elements/fault.ts'
import type { Registry } from '../elements/registry.ts'
import type { FolderOptions } from './command-options.ts'
import { loadWithEdits } from './load-with-edits.ts'
import { note } from './output.ts'
import { settingsOf } from './settings-of.ts'

/** Throws `ConfigurationFaults`. */
export async function readRegistry(options: FolderOptions): Promise<{ readonly registry: Registry }> {
  const { registry, faults, unread } = await loadWithEdits(settingsOf(options))
  if (unread !== undefined) note(formatFault(unread))
  if (registry === undefined) throw new ConfigurationFaults(faults)
  return { registry }
}

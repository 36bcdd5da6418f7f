/** The elements of an app, without opening a store. */
import { loadElements } from '../app/load-elements.ts'
import { ConfigurationFaults } from '../elements/fault.ts'
import type { Registry } from '../elements/registry.ts'
import type { FolderOptions } from './command-options.ts'
import { settingsOf } from './settings-of.ts'

/** Throws `ConfigurationFaults`. */
export async function readRegistry(options: FolderOptions): Promise<{ readonly registry: Registry }> {
  const { registry, faults } = await loadElements(settingsOf(options).app)
  if (registry === undefined) throw new ConfigurationFaults(faults)
  return { registry }
}

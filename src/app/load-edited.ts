/** The elements of a start: the app folder alone, then with what the console changed, once a store is open. */
import { existsSync } from 'node:fs'
import type { Edit } from '../edits/edit.ts'
import type { EditStore } from '../edits/edit-store.ts'
import { ConfigurationFaults } from '../elements/fault.ts'
import type { ElementSet } from './held-elements.ts'
import { readAppId } from './read-app-id.ts'
import { databaseFileOf, type StorePlaces } from './stores.ts'

type LoadedSet = Omit<ElementSet, 'edits'>
type Load = (edits: readonly Edit[]) => Promise<LoadedSet>

/** Faults of the folder may be mended by edits, which nobody knows yet. */
export type FolderSet =
  | { readonly appId: string; readonly set: LoadedSet }
  | { readonly appId: string; readonly fault: ConfigurationFaults }

/** Throws `ConfigurationFaults` where there cannot be any edits. */
export async function loadFolder(load: Load, appDir: string, places: StorePlaces): Promise<FolderSet> {
  try {
    const set = await load([])
    return { appId: set.registry.appId, set }
  } catch (fault) {
    const appId = readAppId(appDir)
    const mayHaveEdits = places.databaseUrl !== undefined || existsSync(databaseFileOf(places))
    if (!(fault instanceof ConfigurationFaults) || appId === undefined || !mayHaveEdits) throw fault
    return { appId, fault }
  }
}

/** Throws `ConfigurationFaults`. */
export async function withEdits(folder: FolderSet, store: EditStore, load: Load): Promise<ElementSet> {
  const edits = await store.list(folder.appId)
  if (edits.length > 0) return { ...(await load(edits)), edits }
  if ('fault' in folder) throw folder.fault
  return { ...folder.set, edits }
}

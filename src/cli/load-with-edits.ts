/** The elements of an app as a start would have them: its folder, and what the console changed. */
import { loadElements } from '../app/load-elements.ts'
import { readEdits } from '../app/read-edits.ts'
import { StoreFault } from '../app/stores.ts'
import type { Settings } from '../config/load-settings.ts'
import { consoleAppId } from '../edits/console-app-id.ts'
import { type StoredEdit, toElement } from '../edits/edit.ts'
import type { Fault } from '../elements/fault.ts'
import type { LoadedApp } from '../elements/load-registry.ts'

export type LoadedWithEdits = LoadedApp & {
  readonly edits: readonly StoredEdit[]
  /** Why they are not known. */
  readonly unread: Fault | undefined
}

/** Where the database is out of reach that is told, and the folder stands alone. */
export async function loadWithEdits(settings: Settings): Promise<LoadedWithEdits> {
  const { edits, unread } = await readEdits(settings).then(
    (found) => ({ edits: found, unread: undefined }),
    (error: unknown) => ({ edits: [], unread: toWarning(error) }),
  )
  const loaded = await loadElements(settings.app, process.env, edits.map(toElement))
  return { ...loaded, edits, unread }
}

function toWarning(error: unknown): Fault {
  if (!(error instanceof StoreFault)) throw error
  const message = `what the console changed is not known, and left out: ${error.message}`
  return { file: consoleAppId, pointer: '', message }
}

/** Which file configures an element (spec 1, "Configuration file"). */
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { findEntry } from './entry-path.ts'
import type { Fault } from './fault.ts'
import { readJson } from './read-json.ts'

export type FoundConfiguration = {
  /** What faults call the file; that of the manifest when there is none. */
  readonly file: string
  /** Nothing when there is a fault. */
  readonly value?: unknown
  readonly fault?: Fault
  readonly warning?: Fault
}

type Place = {
  readonly fullName: string
  readonly folder: string
  /** What faults call its `e.json`. */
  readonly file: string
  readonly frontBundleEntry: string | undefined
}

/** `frontBundleEntry` when it names a `.json`; else `{instance}.json`; else the folder's only other; else nothing. */
export function findConfiguration(place: Place): FoundConfiguration {
  const { frontBundleEntry: entry, file } = place
  if (entry?.endsWith('.json')) return read(place, entry)
  const others = readdirSync(place.folder).filter((name) => name.endsWith('.json') && name !== 'e.json')
  const own = `${place.fullName.split('.').at(-1)}.json`
  if (others.includes(own)) return read(place, own)
  const [only] = others
  if (only !== undefined && others.length === 1) return read(place, only)
  const message = `${others.join(', ')}: none of them is ${own}, so the Type's defaults are used`
  return { file, value: {}, ...(others.length === 0 ? {} : { warning: { file, pointer: '', message } }) }
}

function read({ folder, file, frontBundleEntry }: Place, entry: string): FoundConfiguration {
  const found = findEntry(folder, entry)
  const name = path.posix.join(path.posix.dirname(file), entry)
  if ('path' in found) return { file: name, ...readJson(found.path, name) }
  const message = 'missing' in found ? 'is missing' : 'leads out of the folder of its element'
  if (entry !== frontBundleEntry) return { file: name, fault: { file: name, pointer: '', message } }
  return { file: name, fault: { file, pointer: '/frontBundleEntry', message: `${message}: ${entry}` } }
}

/**
 * The elements of one app folder: every folder in it that holds an `e.json`. Folders that start with a dot,
 * `node_modules` and other apps inside it are left; links are followed as long as they stay inside the app.
 */
import { type Dirent, readdirSync, realpathSync, statSync } from 'node:fs'
import path from 'node:path'
import { isElementName } from './element-name.ts'
import type { ElementSource } from './element-source.ts'
import { isInside } from './entry-path.ts'
import type { Fault } from './fault.ts'
import { type FoundModule, findModule } from './find-module.ts'
import { parseManifest } from './manifest.ts'
import { readJson } from './read-json.ts'

const noModule: FoundModule = {}

export type ReadElements = {
  readonly elements: ElementSource[]
  readonly faults: Fault[]
  readonly warnings: Fault[]
  /** Each key that no manifest should have, with the files that have it. */
  readonly unknownKeys: Map<string, string[]>
}

/** `root` is the app's folder without links; `nameFile` says what faults call a path. */
export function readElements(root: string, nameFile: (file: string) => string): ReadElements {
  const read: ReadElements = { elements: [], faults: [], warnings: [], unknownKeys: new Map() }
  walk({ root, nameFile, read }, root, [], new Set())
  return read
}

type Walk = {
  readonly root: string
  readonly nameFile: (file: string) => string
  readonly read: ReadElements
}

function walk(walking: Walk, folder: string, names: readonly string[], above: ReadonlySet<string>): void {
  const real = realpathSync.native(folder)
  if (above.has(real)) return
  const entries = readdirSync(folder, { withFileTypes: true })
  const has = (file: string) => entries.some(({ name }) => name === file)
  if (names.length > 0 && has('app.json') && !has('e.json')) return
  if (has('e.json')) readElement(walking, folder, names)
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.name.startsWith('.') || entry.name === 'node_modules') continue
    if (isFolder(walking, folder, entry))
      walk(walking, path.join(folder, entry.name), [...names, entry.name], new Set([...above, real]))
  }
}

function isFolder({ root, nameFile, read }: Walk, folder: string, entry: Dirent): boolean {
  if (!entry.isSymbolicLink()) return entry.isDirectory()
  const file = path.join(folder, entry.name)
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory() !== true) return false
  if (isInside(root, realpathSync.native(file))) return true
  read.warnings.push({
    file: nameFile(file),
    pointer: '',
    message: 'is a link out of the app, which is not followed',
  })
  return false
}

function readElement({ nameFile, read }: Walk, folder: string, names: readonly string[]): void {
  const file = nameFile(path.join(folder, 'e.json'))
  const wrong = names.find((name) => !isElementName(name))
  if (wrong !== undefined || names.length === 0) {
    const message =
      wrong === undefined ? 'the folder of the app is no element' : `${wrong} is no name: [A-Za-z]\\w*`
    read.faults.push({ file, pointer: '', message })
    return
  }
  const json = readJson(path.join(folder, 'e.json'), file)
  if (json.fault !== undefined) {
    read.faults.push(json.fault)
    return
  }
  const { manifest, faults, unknownKeys } = parseManifest(json.value)
  for (const key of unknownKeys) read.unknownKeys.set(key, [...(read.unknownKeys.get(key) ?? []), file])
  read.faults.push(...faults.map((fault) => ({ file, ...fault })))
  if (manifest === undefined) return
  const { message, ...found } =
    manifest.type === '' ? noModule : findModule(folder, manifest.backendBundleEntry)
  if (message !== undefined) read.faults.push({ file, pointer: '/backendBundleEntry', message })
  else read.elements.push({ fullName: names.join('.'), manifest, file, folder, ...found })
}

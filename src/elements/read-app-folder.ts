/** An app folder and the apps that it extends, as layers from the root to the child. */
import { existsSync, realpathSync } from 'node:fs'
import path from 'node:path'
import { type AppManifest, parseAppManifest } from './app-manifest.ts'
import type { ElementLayer } from './element-source.ts'
import { type Fault, toPointer } from './fault.ts'
import { readElements } from './read-elements.ts'
import { readJson } from './read-json.ts'

export type ReadApp = {
  /** Nothing when `app.json` has a fault. */
  readonly appId?: string
  /** What the app calls itself; its `appId` when `app.json` has no title. */
  readonly title?: string
  readonly layers: readonly ElementLayer[]
  /** The folders of the layers, without links. */
  readonly folders: readonly string[]
  readonly faults: readonly Fault[]
  readonly warnings: readonly Fault[]
}

/** Of several apps in `extends` a later one wins over an earlier one; one that is met twice counts where it is met first. */
export function readAppFolder(appDir: string, reservedOrgIds: readonly string[] = []): ReadApp {
  const reading: Reading = {
    nameFile: (file) => path.relative(path.resolve(appDir), file).split(path.sep).join('/'),
    reservedOrgIds,
    layers: [],
    folders: [],
    faults: [],
    warnings: [],
    unknownKeys: new Map(),
  }
  const manifest = isThere(reading, appDir) ? readApp(reading, path.resolve(appDir), []) : undefined
  return {
    ...reading,
    ...(manifest === undefined ? {} : { appId: manifest.appId, title: manifest.title ?? manifest.appId }),
    warnings: [...reading.warnings, ...tellUnknownKeys(reading)],
  }
}

type Reading = {
  readonly nameFile: (file: string) => string
  readonly reservedOrgIds: readonly string[]
  readonly layers: ElementLayer[]
  readonly folders: string[]
  readonly faults: Fault[]
  readonly warnings: Fault[]
  readonly unknownKeys: Map<string, string[]>
}

/** What is named from inside the app would not say which folder was meant. */
function isThere({ faults }: Reading, appDir: string): boolean {
  const folder = path.resolve(appDir)
  if (existsSync(path.join(folder, 'app.json'))) return true
  const message = existsSync(folder) ? `is not in ${folder}` : `there is no folder ${folder}`
  faults.push({ file: 'app.json', pointer: '', message })
  return false
}

/** Its `app.json`, once it and the apps below it are among the layers. */
function readApp(reading: Reading, folder: string, above: readonly string[]): AppManifest | undefined {
  const file = reading.nameFile(path.join(folder, 'app.json'))
  const json = readJson(path.join(folder, 'app.json'), file)
  if (json.fault !== undefined) {
    reading.faults.push(json.fault)
    return undefined
  }
  const { manifest, faults } = parseAppManifest(json.value, reading.reservedOrgIds)
  reading.faults.push(...faults.map((fault) => ({ file, ...fault })))
  if (manifest === undefined) return undefined
  const root = realpathSync.native(folder)
  readExtended(reading, folder, file, manifest, [...above, root])
  if (!reading.folders.includes(root)) addLayer(reading, folder, file, manifest.appId)
  return manifest
}

function readExtended(
  reading: Reading,
  folder: string,
  file: string,
  manifest: AppManifest,
  above: readonly string[],
): void {
  for (const [i, parent] of (manifest.extends ?? []).entries()) {
    const fault = (key: string, message: string) =>
      reading.faults.push({ file, pointer: toPointer(['extends', i, key]), message })
    const parentFolder = path.resolve(folder, parent.path)
    if (above.includes(realPathOf(parentFolder))) {
      fault('path', 'leads back to an app that extends this one')
      continue
    }
    const appId = readApp(reading, parentFolder, above)?.appId
    if (appId !== undefined && appId !== parent.appId) fault('appId', `is ${appId} in the app.json there`)
  }
}

function addLayer(reading: Reading, folder: string, file: string, appId: string): void {
  if (reading.layers.some((layer) => layer.appId === appId))
    reading.faults.push({
      file,
      pointer: '/appId',
      message: `${appId} is the name of another app that takes part`,
    })
  const { elements, faults, warnings, unknownKeys } = readElements(
    realpathSync.native(folder),
    inFolder(reading, folder),
  )
  reading.faults.push(...faults)
  reading.warnings.push(...warnings)
  for (const [key, files] of unknownKeys)
    reading.unknownKeys.set(key, [...(reading.unknownKeys.get(key) ?? []), ...files])
  reading.layers.push({ appId, elements, kind: 'folder' })
  reading.folders.push(realpathSync.native(folder))
}

/** Faults name files by the way that the app was reached, not by where links lead. */
function inFolder({ nameFile }: Reading, folder: string): (file: string) => string {
  const real = realpathSync.native(folder)
  return (file) => nameFile(path.join(folder, path.relative(real, file)))
}

function realPathOf(folder: string): string {
  try {
    return realpathSync.native(folder)
  } catch {
    return folder
  }
}

function tellUnknownKeys({ unknownKeys }: Reading): Fault[] {
  return [...unknownKeys].map(([key, [file = '', ...others]]) => ({
    file,
    pointer: toPointer([key]),
    message: others.length === 0 ? 'is unknown and kept' : `is unknown and kept, as in ${others.length} more`,
  }))
}

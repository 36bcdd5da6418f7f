/** Loads an app: the package's own elements, the app's folders, and edits kept elsewhere, as one registry. */
import { type BuiltRegistry, buildRegistry } from './build-registry.ts'
import { findForbiddenKey, isFullName } from './element-name.ts'
import type { EditedElement, EditsLayer, ElementLayer, ElementSource, Platform } from './element-source.ts'
import { type Fault, toPointer } from './fault.ts'
import { parseManifest } from './manifest.ts'
import { resolvePackageIn } from './package-hook.ts'
import { readAppFolder } from './read-app-folder.ts'

export type LoadOptions = {
  readonly appDir: string
  /** Always at the root. */
  readonly platform: Platform
  /** URL of the module that `import … from 'latchkey'` gives in the app's modules. */
  readonly packageUrl: string
  /** Where `{{NAME}}` is looked up: `process.env`. */
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Names in the environment that are settings of the process itself: no element may read them. */
  readonly ownSettings: readonly string[]
  /** First parts of an `appId` that mean something else in a URL. */
  readonly reservedOrgIds?: readonly string[]
  /** Children of the app that are kept elsewhere, from the root to the child: instances of loaded Types. */
  readonly edits?: readonly EditsLayer[]
}

/** A registry and what the app calls itself. */
export type LoadedApp = BuiltRegistry & { readonly title?: string }

/** All faults are told together; with any there is no registry. */
export async function loadRegistry(options: LoadOptions): Promise<LoadedApp> {
  const { appDir, platform, packageUrl, environment, ownSettings, reservedOrgIds, edits = [] } = options
  const app = readAppFolder(appDir, reservedOrgIds)
  if (app.appId === undefined) return { faults: app.faults, warnings: app.warnings }
  for (const folder of app.folders) resolvePackageIn(folder, packageUrl)
  const edited = edits.map(readEdits)
  const layers = [platformLayer(platform), ...app.layers, ...edited.map(({ layer }) => layer)]
  const built = await buildRegistry(app.appId, layers, {
    environment,
    ownSettings: new Set(ownSettings),
  })
  const faults = [...app.faults, ...edited.flatMap((one) => one.faults), ...built.faults]
  const warnings = [...app.warnings, ...built.warnings]
  return faults.length === 0 ? { ...built, title: app.title ?? app.appId, warnings } : { faults, warnings }
}

/** Metas hold families together, so no app may replace one. */
function platformLayer({ appId, elements }: Platform): ElementLayer {
  const toSource = ({ fullName, title, type, class: code }: Platform['elements'][number]): ElementSource => ({
    fullName,
    manifest: { title, type, ...(type === '' ? { accessModifier: 'protected' } : {}) },
    file: appId,
    ...(code === undefined ? {} : { class: code }),
  })
  return { appId, kind: 'platform', elements: elements.map(toSource) }
}

function readEdits({ appId, elements }: EditsLayer): {
  readonly layer: ElementLayer
  readonly faults: readonly Fault[]
} {
  const read = elements.map((element) => readEdit(appId, element))
  const sources = read.flatMap(({ source }) => (source === undefined ? [] : [source]))
  return { layer: { appId, kind: 'edits', elements: sources }, faults: read.flatMap(({ faults }) => faults) }
}

const forbiddenEntries = ['backendBundleEntry', 'frontBundleEntry', 'variables'] as const

function readEdit(
  appId: string,
  { fullName, manifest: value, configuration }: EditedElement,
): { readonly source?: ElementSource; readonly faults: readonly Fault[] } {
  const file = `${appId}/${fullName.replaceAll('.', '/')}/e.json`
  const fault = (pointer: string, message: string) => ({ faults: [{ file, pointer, message }] })
  if (!isFullName(fullName)) return fault('', 'is no fullName of an element')
  const forbidden = findForbiddenKey(value) ?? findForbiddenKey(configuration)
  if (forbidden !== undefined) return fault(toPointer(forbidden), 'is a key that no JSON may hold here')
  const { manifest, faults } = parseManifest(value)
  if (manifest === undefined) return { faults: faults.map((one) => ({ file, ...one })) }
  const entry = forbiddenEntries.find((key) => manifest[key] !== undefined)
  if (entry !== undefined) return fault(toPointer([entry]), 'may stand only in an app folder')
  if (manifest.type === '') return fault('/type', 'only instances may be kept outside an app folder')
  return { source: { fullName, manifest, file, configuration }, faults: [] }
}

/** `latchkey element show`. */
import { refuse } from '../../base/refusal.ts'
import { maskSecrets } from '../../elements/secrets.ts'
import type { FolderOptions, JsonOptions } from '../command-options.ts'
import { print, printable, printJson } from '../output.ts'
import { readRegistry } from '../read-registry.ts'

export async function elementShow(
  fullName: string,
  { json, ...folder }: FolderOptions & JsonOptions,
): Promise<void> {
  const { registry } = await readRegistry(folder)
  const element = registry.element(fullName)
  if (element === undefined)
    throw refuse('ELEMENT_NOT_FOUND', { fullName, nearest: registry.nearest(fullName) })
  const { definition, tier, chain, appId, file, class: code } = element
  const { title, manifest } = definition
  const settings = code === undefined ? {} : maskSecrets(code.settings, definition.settings)
  const functions = Object.keys(code?.functions ?? {})
  const shown = { fullName, title, tier, chain, app: appId, file, manifest, settings, functions }
  if (json === true) {
    printJson(shown)
    return
  }
  print(`${fullName}: ${printable(title)}`)
  print(`tier      ${tier}`)
  print(`types     ${chain.length === 0 ? 'none' : chain.join(' → ')}`)
  print(`from      ${file}, app ${appId}`)
  if (functions.length > 0) print(`functions ${functions.join(', ')}`)
  if (tier === 'instance') print(`settings  ${JSON.stringify(settings, null, 2)}`)
}

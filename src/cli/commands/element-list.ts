/** `latchkey element list`. */

import type { FolderOptions, JsonOptions } from '../command-options.ts'
import { printJson, printTable } from '../output.ts'
import { readRegistry } from '../read-registry.ts'

export type ElementListOptions = FolderOptions & JsonOptions & { readonly type?: string }

export async function elementList({ type, json, ...folder }: ElementListOptions): Promise<void> {
  const { registry } = await readRegistry(folder)
  const elements = registry.elements(type === undefined ? {} : { type }).map((element) => ({
    fullName: element.definition.fullName,
    tier: element.tier,
    type: element.definition.type,
    app: element.appId,
    title: element.definition.title,
  }))
  if (json === true) printJson(elements)
  else
    printTable(elements.map(({ fullName, tier, type: of, app, title }) => [fullName, tier, of, app, title]))
}

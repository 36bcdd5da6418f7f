/** The code of every Type that takes part, with what is wrong with any of it. */
import path from 'node:path'
import type { ElementSource } from './element-source.ts'
import type { ElementClass } from './element-type.ts'
import type { Fault } from './fault.ts'
import type { PlacedElement } from './inheritance.ts'
import { loadTypeModule } from './load-type-module.ts'
import { tierOf } from './type-chain.ts'

export type LoadedClasses = {
  readonly classes: ReadonlyMap<ElementSource, ElementClass>
  readonly faults: readonly Fault[]
}

export async function loadClasses(elements: readonly PlacedElement[]): Promise<LoadedClasses> {
  const classes = new Map<ElementSource, ElementClass>()
  const faults: Fault[] = []
  const load = async ({ source }: PlacedElement): Promise<void> => {
    const { module, class: given } = source
    if (given !== undefined) classes.set(source, given as ElementClass)
    if (module === undefined) return
    const loaded = await loadTypeModule(module)
    if (loaded.messages === undefined) classes.set(source, loaded.class)
    else
      faults.push(
        ...loaded.messages.map((message) => ({ file: moduleFile(source, module), pointer: '', message })),
      )
  }
  await Promise.all(elements.filter(({ source }) => tierOf(source) === 'type').map(load))
  return { classes, faults }
}

/** What faults call a module. */
export function moduleFile({ file, folder = '' }: ElementSource, module: string): string {
  const relative = path.relative(folder, module).split(path.sep).join('/')
  return path.posix.join(path.posix.dirname(file), relative)
}

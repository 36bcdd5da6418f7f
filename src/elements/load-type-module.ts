/** Loads the code of a Type: a module that exports one class that extends a base class of the package. */
import { pathToFileURL } from 'node:url'
import { checkClass } from './check-class.ts'
import { type ElementClass, ElementType } from './element-type.ts'

export type LoadedType =
  | { readonly class: ElementClass; readonly messages?: never }
  /** What is wrong with the module. */
  | { readonly messages: readonly string[] }

/** `module` is an absolute path. Modules in TypeScript are loaded as they are. */
export async function loadTypeModule(module: string): Promise<LoadedType> {
  try {
    return pickClass(await import(pathToFileURL(module).href))
  } catch (error) {
    return { messages: [`cannot be loaded: ${describe(error)}`] }
  }
}

function pickClass(exported: Readonly<Record<string, unknown>>): LoadedType {
  const classes = [...new Set(Object.values(exported).filter(isElementClass))]
  const [only] = classes
  if (only === undefined) return { messages: ['exports no class that extends a base class of latchkey'] }
  if (classes.length > 1)
    return { messages: [`exports more than one Type: ${classes.map(({ name }) => name).join(', ')}`] }
  const messages = checkClass(only)
  return messages.length === 0 ? { class: only } : { messages }
}

function isElementClass(value: unknown): value is ElementClass & { readonly name: string } {
  return typeof value === 'function' && value.prototype instanceof ElementType
}

/** A syntax error tells its line only in the first line of its stack. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const place =
    error.name === 'SyntaxError'
      ? /^(?:file:\/\/)?(\/.*:\d+)$/m.exec(error.stack?.split('\n')[0] ?? '')?.[1]
      : undefined
  return `${error.name}: ${error.message}${place === undefined ? '' : ` (${place})`}`
}

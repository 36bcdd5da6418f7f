/** `{{NAME}}` in the strings of a configuration file: what the environment holds under that name. */
import { type SettingFault, toPointer } from './fault.ts'

const placeholder = /\{\{\s*([A-Za-z_]\w*)\s*\}\}/g

export type VariableScope = {
  /** What the element's `variables` list: no other name is replaced. */
  readonly listed: ReadonlySet<string>
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Settings of the process itself, which no element may read. */
  readonly ownSettings: ReadonlySet<string>
}

export type Replaced = {
  readonly value: unknown
  /** By name, never by value. */
  readonly faults: readonly SettingFault[]
  /** The strings that hold something of the environment, as they were written, by pointer. */
  readonly replaced: ReadonlyMap<string, string>
}

export function replaceVariables(value: unknown, scope: VariableScope): Replaced {
  const faults: SettingFault[] = []
  const replaced = new Map<string, string>()
  const visit = (inner: unknown, path: readonly string[]): unknown => {
    if (typeof inner === 'string') return replaceIn(inner, toPointer(path), scope, faults, replaced)
    if (Array.isArray(inner)) return inner.map((item, i) => visit(item, [...path, String(i)]))
    if (typeof inner !== 'object' || inner === null) return inner
    return Object.fromEntries(Object.entries(inner).map(([key, item]) => [key, visit(item, [...path, key])]))
  }
  return { value: visit(value, []), faults, replaced }
}

/** Does any string of `value` hold a placeholder? Where the first one stands. */
export function findPlaceholder(value: unknown): string | undefined {
  const none: VariableScope = { listed: new Set(), environment: {}, ownSettings: new Set() }
  return replaceVariables(value, none).faults[0]?.pointer
}

function replaceIn(
  text: string,
  pointer: string,
  scope: VariableScope,
  faults: SettingFault[],
  replaced: Map<string, string>,
): string {
  return text.replace(placeholder, (whole, name: string) => {
    const { listed, environment, ownSettings } = scope
    if (!listed.has(name)) {
      faults.push({
        pointer,
        message: `${whole} is not among the variables of e.json and stays as it is`,
        warning: true,
      })
      return whole
    }
    replaced.set(pointer, text)
    if (ownSettings.has(name)) faults.push({ pointer, message: `${name} is a setting of the process itself` })
    else if (Object.hasOwn(environment, name) && environment[name] !== undefined) return environment[name]
    else faults.push({ pointer, message: `the environment has no ${name}` })
    return whole
  })
}

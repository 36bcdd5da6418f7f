/**
 * Writes the tables of docs/reference/element-settings.md from the schemas of the official Types. A test compares.
 * Run it after a change of settings: `node scripts/element-settings.ts`
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { platform } from '../src/app/platform.ts'

export const settingsPage = join(import.meta.dirname, '../docs/reference/element-settings.md')

/** The keywords of JSON Schema that the settings use. */
type Schema = {
  readonly type?: string
  readonly const?: unknown
  readonly default?: unknown
  readonly description?: string
  readonly secret?: boolean
  readonly minimum?: number
  readonly maximum?: number
  readonly anyOf?: readonly Schema[]
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly patternProperties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
}

type Row = { readonly name: string; readonly schema: Schema; readonly isRequired: boolean }

const [begin, end] = ['<!-- written by scripts/element-settings.ts -->', '<!-- end of what is written -->']

/** The page with its tables as the schemas are now. */
export function withTables(page: string): string {
  const [from, to] = [page.indexOf(begin), page.indexOf(end)]
  if (from === -1 || to < from) throw new Error(`${settingsPage}: the two markers are missing`)
  return `${page.slice(0, from + begin.length)}\n\n${tables()}\n${page.slice(to)}`
}

/** Settings that say what they mean neither themselves nor in an object above them. */
export function undescribed(): string[] {
  return typesWithSettings().flatMap(({ fullName, rows }) => {
    const told = rows.filter(({ schema }) => schema.description !== undefined).map(({ name }) => name)
    const isTold = (name: string) => told.some((one) => `${name}.`.startsWith(`${one}.`))
    return rows.filter(({ name }) => !isTold(name)).map(({ name }) => `${fullName}: ${name}`)
  })
}

function typesWithSettings() {
  return platform.elements
    .filter(({ type }) => type !== '')
    .map(({ fullName, title, class: code }) => ({
      fullName,
      title,
      rows: code === undefined ? [] : rowsOf(settingsOf(code)),
    }))
    .filter(({ rows }) => rows.length > 0)
    .toSorted((a, b) => (a.fullName < b.fullName ? -1 : 1))
}

function settingsOf(code: object): Schema {
  return 'settings' in code ? (code.settings as Schema) : {}
}

function tables(): string {
  return typesWithSettings()
    .map(({ fullName, title, rows }) => `## ${fullName}\n\n${title}.\n\n${tableOf(rows)}\n`)
    .join('\n')
}

function tableOf(rows: readonly Row[]): string {
  const lines = rows.map(({ name, schema, isRequired }) =>
    [`\`${name}\``, kindOf(schema), defaultOf(schema, isRequired), schema.description ?? ''].map(cell),
  )
  return [['key', 'value', 'default', 'meaning'], ['---', '---', '---', '---'], ...lines]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ')
}

/** An object has a row of its own where its schema says what it is for; its keys follow behind a dot. */
function rowsOf({ properties = {}, required = [] }: Schema, above = ''): Row[] {
  return Object.entries(properties).flatMap(([key, schema]) => {
    const name = `${above}${key}`
    const inner = innerRowsOf(schema, name)
    const isTold = inner.length === 0 || schema.description !== undefined
    const row = { name, schema, isRequired: required.includes(key) && schema.default === undefined }
    return isTold ? [row, ...inner] : inner
  })
}

function innerRowsOf(schema: Schema, name: string): Row[] {
  const { patternProperties = {}, items, anyOf = [] } = schema
  return [
    ...rowsOf(schema, `${name}.`),
    ...Object.values(patternProperties).flatMap((value) => innerRowsOf(value, `${name}.{name}`)),
    ...(items === undefined ? [] : innerRowsOf(items, `${name}[]`)),
    ...anyOf.flatMap((form) => innerRowsOf(form, name)),
  ]
}

function kindOf(schema: Schema): string {
  const { anyOf, items, type = '', minimum, maximum } = schema
  if (schema.secret === true) return 'text, secret'
  if ('const' in schema) return code(schema.const)
  if (anyOf !== undefined) return anyOf.map(kindOf).join(' or ')
  if (items !== undefined) return `list of ${(items.anyOf ?? [items]).map(kindOf).join(', ')}`
  if (minimum !== undefined || maximum !== undefined) return `${type} ${rangeOf(type, minimum, maximum)}`
  return { string: 'text', boolean: 'true or false' }[type] ?? type
}

function rangeOf(type: string, minimum?: number, maximum?: number): string {
  if (type === 'integer' && minimum === 0 && maximum === 1) return '0 or 1'
  return maximum === undefined ? `from ${minimum}` : `${minimum ?? ''}–${maximum}`
}

function defaultOf({ type, default: fallback }: Schema, isRequired: boolean): string {
  if (isRequired) return 'required'
  const isEmptied = type === 'object' && isDeepStrictEqual(fallback, {})
  return fallback === undefined || isEmptied ? '—' : code(fallback)
}

function code(value: unknown): string {
  return `\`${JSON.stringify(value)}\``
}

if (import.meta.main) writeFileSync(settingsPage, withTables(readFileSync(settingsPage, 'utf8')))

/** Which fields of the form are drawn by widgets of our own, wherever in the schema they are. */
import type { UiSchema } from '@rjsf/utils'
import { isSchema } from './form-schema.ts'
import { isMark } from './own-settings.ts'

type Schema = Readonly<Record<string, unknown>>

/** `value`: what is there as the form opens; a kept one stays in its place until something else is typed. */
export function formHints(schema: Schema, value: unknown): UiSchema {
  if (schema.secret === true) return { 'ui:widget': 'secret' }
  if (isMark(value)) return { 'ui:widget': 'kept' }
  if (typeof schema.reference === 'string') return { 'ui:widget': 'reference' }
  if (isLines(schema, value)) return { 'ui:widget': 'lines' }
  return { ...hintsOfNumber(schema), ...hintsOfForms(schema, value), ...hintsBelow(schema, value) }
}

/** What is out of range is told by the server, and not changed behind one's back. */
function hintsOfNumber({ type }: Schema): UiSchema {
  return type === 'integer' || type === 'number' ? { 'ui:options': { clampBehavior: 'none' } } : {}
}

/** A list of plain texts is typed line by line. */
function isLines({ type, items }: Schema, value: unknown): boolean {
  if (type !== 'array' || !isSchema(items) || (Array.isArray(value) && value.some(isMark))) return false
  return items.type === 'string' && items.secret !== true && items.reference === undefined
}

function hintsOfForms({ anyOf }: Schema, value: unknown): UiSchema {
  if (!Array.isArray(anyOf)) return {}
  const hints = anyOf.map((form: Schema) =>
    'const' in form ? { 'ui:widget': 'hidden' } : formHints(form, value),
  )
  return { anyOf: hints }
}

function hintsBelow({ properties, items, additionalProperties, patternProperties }: Schema, value: unknown) {
  const hints: UiSchema = {}
  for (const [name, part] of Object.entries(Object(properties)))
    hints[name] = formHints(part as Schema, Object(value)[name])
  const records = isSchema(patternProperties) ? Object.values(patternProperties) : [additionalProperties]
  for (const part of records) if (isSchema(part)) hints.additionalProperties = formHints(part, undefined)
  if (isSchema(items)) hints.items = formHints(items, Array.isArray(value) ? value.find(isMark) : undefined)
  return hints
}

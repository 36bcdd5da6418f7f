/**
 * A schema as the form library draws it: a choice of fixed values is an `enum`, which it shows as a list; a record of
 * any names has `additionalProperties`; every setting is called what `words` call it. Defaults are left out, as the
 * form is given every value, inherited ones too.
 */
import type { NameSetting } from './setting-texts.ts'

type Schema = Readonly<Record<string, unknown>>

export type FormWords = {
  readonly name: NameSetting
  /** Of 0 and 1. */
  readonly noYes: readonly [no: string, yes: string]
  /** Of a list, where a setting may also be something else. */
  readonly list: string
}

export const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export function formSchema(schema: Schema, words?: FormWords, place = ''): Schema {
  const { default: _, patternProperties, ...kept } = schema
  const plain = { ...kept, ...recordOf(patternProperties), ...choiceOf(schema, words) }
  const drawn = Object.entries(plain).map(([name, part]) => [name, partOf(name, part, schema, words, place)])
  return withoutNothing({ ...Object.fromEntries(drawn), ...namesOf(schema, words, place) })
}

/** The library takes a keyword that is there for one that is set. */
function withoutNothing(schema: Schema): Schema {
  return Object.fromEntries(Object.entries(schema).filter(([, part]) => part !== undefined))
}

/** What of `schema` a setting must have that nothing fills in. */
function requiredOf({ required, properties }: Schema): unknown {
  if (!Array.isArray(required)) return required
  return required.filter((name) => Object(Object(properties)[name]).default === undefined)
}

function namesOf(schema: Schema, words: FormWords | undefined, place: string): Schema {
  if (words === undefined || place === '') return {}
  const { description: told, minimum, maximum } = schema
  const { title, description } = words.name(place, typeof told === 'string' ? told : undefined)
  const range = isRange(schema) ? ` (${minimum ?? ''}–${maximum ?? ''})` : ''
  const whole = `${description ?? ''}${range}`.trim()
  return { title, description: whole === '' ? undefined : whole }
}

function isRange({ minimum, maximum }: Schema): boolean {
  return typeof minimum === 'number' && typeof maximum === 'number' && !(minimum === 0 && maximum === 1)
}

function recordOf(patternProperties: unknown): Schema {
  if (!isSchema(patternProperties)) return {}
  const [only, ...others] = Object.values(patternProperties)
  return others.length === 0 && isSchema(only) ? { additionalProperties: only } : {}
}

function choiceOf(schema: Schema, words: FormWords | undefined): Schema {
  const { anyOf, type, minimum, maximum } = schema
  if (type === 'integer' && minimum === 0 && maximum === 1 && words !== undefined)
    return { oneOf: words.noYes.map((title, value) => ({ const: value, title })) }
  const forms = Array.isArray(anyOf) ? anyOf.filter(isSchema) : []
  if (forms.length === 0 || !forms.every((form) => 'const' in form)) return {}
  const values = forms.map((form) => form.const)
  const types = new Set(values.map((value) => typeof value))
  const [only] = types
  const found = only === 'number' ? 'integer' : only
  return { anyOf: undefined, ...(types.size === 1 ? { type: found } : {}), enum: values }
}

function partOf(name: string, part: unknown, whole: Schema, words: FormWords | undefined, place: string) {
  if (name === 'required') return requiredOf(whole)
  if (name === 'items' && isSchema(part)) return formSchema(part, words, `${place}[]`)
  if (name === 'additionalProperties' && isSchema(part)) return formSchema(part, words, `${place}.{name}`)
  if (name === 'anyOf' && Array.isArray(part)) return part.map((form) => formOf(form, words, place))
  if (name !== 'properties' || !isSchema(part)) return part
  const below = (key: string) => (place === '' ? key : `${place}.${key}`)
  return Object.fromEntries(
    Object.entries(part).map(([key, value]) => [
      key,
      isSchema(value) ? formSchema(value, words, below(key)) : value,
    ]),
  )
}

/** One of several forms of a setting: a list, or a fixed value. `isForm` says so to the field that draws it. */
function formOf(form: unknown, words: FormWords | undefined, place: string): unknown {
  if (!isSchema(form)) return form
  const drawn = { ...formSchema(form, words, place), ...(isSchema(form.items) ? { uniqueItems: true } : {}) }
  if (words === undefined) return drawn
  const title = 'const' in form ? String(form.const) : words.list
  return withoutNothing({ ...drawn, title, description: undefined, isForm: true })
}

/** A schema as the form library draws it: a choice of fixed values is an `enum`, which it shows as a list. */
type Schema = Readonly<Record<string, unknown>>

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export function formSchema(schema: Schema): Schema {
  const { anyOf, ...rest } = schema
  const forms = Array.isArray(anyOf) ? anyOf.filter(isSchema) : []
  const isChoice = forms.length > 0 && forms.every((form) => 'const' in form)
  const plain = isChoice ? { ...rest, ...choiceOf(forms) } : schema
  return Object.fromEntries(Object.entries(plain).map(([name, part]) => [name, partOf(name, part)]))
}

function choiceOf(forms: readonly Schema[]): Schema {
  const values = forms.map((form) => form.const)
  const types = new Set(values.map((value) => typeof value))
  const [only] = types
  const type = only === 'number' ? 'integer' : only
  return { ...(types.size === 1 ? { type } : {}), enum: values }
}

function partOf(name: string, part: unknown): unknown {
  if (name === 'items' && isSchema(part)) return formSchema(part)
  if (name === 'properties' && isSchema(part))
    return Object.fromEntries(
      Object.entries(part).map(([key, value]) => [key, isSchema(value) ? formSchema(value) : value]),
    )
  return part
}

/** A JSON Schema in the notation of TypeScript, as people read it. */
export type DocumentSchema = {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly DocumentSchema[]
  readonly oneOf?: readonly DocumentSchema[]
  readonly allOf?: readonly DocumentSchema[]
  readonly items?: DocumentSchema
  readonly properties?: Readonly<Record<string, DocumentSchema>>
  readonly patternProperties?: Readonly<Record<string, DocumentSchema>>
  readonly required?: readonly string[]
  readonly description?: string
}

export function schemaText(schema: DocumentSchema, indent = ''): string {
  const { $ref, anyOf, oneOf, allOf } = schema
  if ($ref !== undefined) return $ref.split('/').at(-1) ?? $ref
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ')
  const forms = anyOf ?? oneOf
  if (forms !== undefined) return forms.map((form) => schemaText(form, indent)).join(' | ')
  if (allOf !== undefined) return allOf.map((part) => schemaText(part, indent)).join(' & ')
  if (schema.type === 'array') return `Array<${schemaText(schema.items ?? {}, indent)}>`
  if (schema.type === 'object' || schema.properties !== undefined) return objectText(schema, indent)
  return schema.type === undefined ? 'unknown' : [schema.type].flat().join(' | ')
}

function objectText(
  { properties, patternProperties, required = [] }: DocumentSchema,
  indent: string,
): string {
  const inner = `${indent}  `
  const own = Object.entries(properties ?? {}).map(([name, schema]) => {
    const comment = schema.description === undefined ? '' : `  // ${schema.description.replace(/\s+/g, ' ')}`
    return `${inner}${name}${required.includes(name) ? '' : '?'}: ${schemaText(schema, inner)}${comment}`
  })
  const others = Object.values(patternProperties ?? {}).map(
    (schema) => `${inner}[name: string]: ${schemaText(schema, inner)}`,
  )
  const lines = [...own, ...others]
  return lines.length === 0 ? '{}' : `{\n${lines.join('\n')}\n${indent}}`
}

/** A part of the API document. */
export type JsonObject = { readonly [name: string]: unknown }

export function reference(kind: 'schemas' | 'responses' | 'parameters', name: string): JsonObject {
  return { $ref: `#/components/${kind}/${name}` }
}

export function jsonContent(schema: unknown): JsonObject {
  return { 'application/json': { schema } }
}

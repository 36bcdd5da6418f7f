/** The part of the API document that is made of the declared JSON calls. */
import { elementAnswers } from '../elements/errcodes.ts'
import { errorsOfAll, type JsonCall } from '../json/define-json-call.ts'
import { response, retryAfter } from './components.ts'
import { type JsonObject, jsonContent, reference } from './json-object.ts'

export function jsonPaths(calls: readonly JsonCall[]): JsonObject {
  const paths: Record<string, JsonObject> = {}
  for (const call of calls) {
    const path = call.path.replace(/:(\w+)/g, '{$1}')
    paths[path] = { ...paths[path], [call.method.toLowerCase()]: operationOf(call) }
  }
  return paths
}

const securityOf: Readonly<Record<JsonCall['security'], JsonObject>> = {
  none: {},
  session: { security: [{ cookie: [] }] },
  client: { security: [{}, { 'client-secret': [] }] },
  admin: { security: [{ 'admin-cookie': [] }, { 'admin-key': [] }] },
}

function operationOf(call: JsonCall): JsonObject {
  const { method, path, tag, summary, security, body, answer } = call
  return {
    operationId: `${method.toLowerCase()}${path.replace('/api', '').replaceAll(/[/:]+/g, '.')}`,
    tags: [tag],
    summary,
    parameters: [...pathParameters(path), ...queryParameters(call)],
    ...securityOf[security],
    ...(body === undefined ? {} : { requestBody: { required: true, content: jsonContent(body) } }),
    responses: {
      ...(answer === undefined
        ? { 204: { description: 'Done; empty.' } }
        : { 200: { description: 'Done.', content: jsonContent(answer) } }),
      ...failuresOf([...errorsOfAll, ...(call.errors ?? [])]),
      500: response('Defect'),
    },
  }
}

function pathParameters(path: string): JsonObject[] {
  return [...path.matchAll(/:(\w+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
}

function queryParameters({ query }: JsonCall): JsonObject[] {
  const required = new Set<string>(query?.required ?? [])
  return Object.entries(query?.properties ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    required: required.has(name),
    schema,
  }))
}

function failuresOf(codes: NonNullable<JsonCall['errors']>): JsonObject {
  const statuses = new Set(codes.map((code) => elementAnswers[code].status))
  return Object.fromEntries(
    [...statuses].map((status) => {
      const lines = codes
        .filter((code) => elementAnswers[code].status === status)
        .map((code) => `- \`${code}\``)
      const headers = status === 429 || status === 503 ? { headers: retryAfter } : {}
      const content = jsonContent(reference('schemas', 'JsonRefusal'))
      return [status, { description: lines.join('\n'), content, ...headers }]
    }),
  )
}

/** The part of the API document that is made of the SDK calls. */
import { generalErrors, type SdkCall, type SdkField } from '../sdk/define-call.ts'
import { type SdkErrorName, sdkErrors } from '../sdk/error-codes.ts'
import { sdkCalls, sdkPrefix } from '../sdk/sdk-face.ts'
import { type ParameterName, parameter, retryAfter } from './components.ts'
import { type JsonObject, jsonContent, reference } from './json-object.ts'

export function sdkPaths(): JsonObject {
  return Object.fromEntries(sdkCalls.map((call) => [`${sdkPrefix}${call.path}`, { post: operationOf(call) }]))
}

const headers: readonly ParameterName[] = [
  'System',
  'Fingerprint',
  'Agent',
  'SdkClientId',
  'DeviceIp',
  'Language',
  'TenantId',
]

function operationOf({ path, summary, fields, session, answer, errors }: SdkCall): JsonObject {
  const names = session === true ? [...headers, 'SessionToken' as const] : headers
  const all = [...generalErrors, ...errors]
  const ofStatus = (status: number) => all.filter((name) => sdkErrors[name].status === status)
  return {
    operationId: path.slice(1).replaceAll('/', '.'),
    tags: ['SDK API'],
    summary,
    parameters: names.map(parameter),
    ...(fields.length === 0 ? {} : { requestBody: { required: true, content: jsonContent(bodyOf(fields)) } }),
    responses: {
      200:
        answer === undefined
          ? { description: 'Done; empty.' }
          : { description: 'Done.', content: jsonContent(answer) },
      ...Object.fromEntries(
        [400, 429, 500]
          .filter((status) => ofStatus(status).length > 0)
          .map((status) => [status, failureOf(ofStatus(status))]),
      ),
    },
  }
}

function bodyOf(fields: readonly SdkField[]): JsonObject {
  return {
    type: 'object',
    properties: Object.fromEntries(
      fields.map(({ name, description }) => [name, { type: 'string', description }]),
    ),
    required: fields.filter(({ empty }) => empty !== undefined).map(({ name }) => name),
  }
}

function failureOf(names: readonly SdkErrorName[]): JsonObject {
  const lines = names.map((name) => `- \`${sdkErrors[name].code}\` ${sdkErrors[name].en}`)
  const isLimit = names.some((name) => sdkErrors[name].status === 429)
  return {
    description: lines.join('\n'),
    content: jsonContent(reference('schemas', 'SdkError')),
    ...(isLimit ? { headers: retryAfter } : {}),
  }
}

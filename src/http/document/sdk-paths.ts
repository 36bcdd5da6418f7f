/** The part of the API document that is made of the SDK calls. */
import { errorsOf, type SdkCall, type SdkField } from '../sdk/define-call.ts'
import { type SdkErrorName, sdkErrors } from '../sdk/error-codes.ts'
import { sdkCalls, sdkPrefix } from '../sdk/sdk-face.ts'
import { type ParameterName, parameter, retryAfter } from './components.ts'
import { type JsonObject, jsonContent, reference } from './json-object.ts'

export function sdkPaths(): JsonObject {
  return Object.fromEntries(
    sdkCalls.map((call) => [
      `${sdkPrefix}${call.path}`,
      { [call.method === 'GET' ? 'get' : 'post']: operationOf(call) },
    ]),
  )
}

const headers: readonly ParameterName[] = [
  'System',
  'Fingerprint',
  'Agent',
  'SdkClientId',
  'DeviceIp',
  'Language',
  'TenantId',
  'Agreements',
]

const signedIn = { idToken: [] }

function parametersOf({ backend, session, state, captchaType }: SdkCall): readonly ParameterName[] {
  if (backend !== undefined) return ['Language', 'TenantId']
  const own: ParameterName[] = session === true ? ['SessionToken'] : []
  if (state !== undefined) own.push(state === 'required' ? 'StateToken' : 'OptionalStateToken')
  if (captchaType === true) own.push('CaptchaType')
  return [...headers, ...own]
}

function securityOf({ backend, idToken }: SdkCall): JsonObject {
  if (backend !== undefined) return { security: [{ [`client-${backend}`]: [] }] }
  if (idToken === undefined) return {}
  return { security: idToken === 'required' ? [signedIn] : [{}, signedIn] }
}

function operationOf(call: SdkCall): JsonObject {
  const { path, backend, summary, fields, answer } = call
  const all = errorsOf(call)
  const ofStatus = (status: number) => all.filter((name) => sdkErrors[name].status === status)
  return {
    operationId: path.slice(1).replaceAll('/', '.'),
    tags: ['SDK API'],
    summary,
    parameters: parametersOf(call).map(parameter),
    ...securityOf(call),
    ...(fields.length === 0 ? {} : { requestBody: { required: true, content: contentOf(fields, backend) } }),
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

/** Who shows a secret may send a form. */
function contentOf(fields: readonly SdkField[], backend: SdkCall['backend']): JsonObject {
  const content = jsonContent(bodyOf(fields))
  return backend === 'secret'
    ? { 'application/x-www-form-urlencoded': content['application/json'], ...content }
    : content
}

function bodyOf(fields: readonly SdkField[]): JsonObject {
  return {
    type: 'object',
    properties: Object.fromEntries(
      fields.map(({ name, description, object = false }) => [
        name,
        { type: object ? 'object' : 'string', description },
      ]),
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

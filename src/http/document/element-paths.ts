/** The part of the API document that is made of the elements: every exposed function of every instance. */
import { argumentsSchema } from '../../elements/call-function.ts'
import type { FunctionDeclaration } from '../../elements/define-type.ts'
import type { RegisteredElement, Registry } from '../../elements/registry.ts'
import { elementPrefix } from '../elements/element-face.ts'
import { parameter, response, successEnvelope } from './components.ts'
import { type JsonObject, jsonContent } from './json-object.ts'

export function elementPaths(registry: Registry): JsonObject {
  const instances = registry.elements({ tier: 'instance' })
  return Object.fromEntries(instances.flatMap((element) => pathsOf(element, registry.appId)))
}

function pathsOf({ definition, class: code }: RegisteredElement, appId: string): [string, JsonObject][] {
  const { fullName } = definition
  const path = `${elementPrefix(appId)}/${fullName.replaceAll('.', '/')}`
  return Object.entries(code?.functions ?? {})
    .filter(([, declaration]) => isReachable(declaration))
    .map(([name, declaration]) => [
      `${path}/${name}`,
      { post: operationOf(fullName, name, declaration, Object.keys(code?.refusals ?? {})) },
    ])
}

function isReachable({ exposed, callers }: FunctionDeclaration): boolean {
  return exposed && callers.some((caller) => caller !== 'system')
}

/** A captcha goes with codes that anyone may try. */
function parametersOf({ callers, params }: FunctionDeclaration): readonly JsonObject[] {
  const names = new Set(params.map(({ name }) => name))
  const takesCaptcha = callers.includes('anonymous') && names.has('phone') && names.has('code')
  const headers = [parameter('ClientId'), parameter('Language')]
  const all = callers.includes('anonymous') ? [...headers, parameter('Agreements')] : headers
  return takesCaptcha ? [...all, parameter('CaptchaToken')] : all
}

function operationOf(
  fullName: string,
  name: string,
  declaration: FunctionDeclaration,
  ownRefusals: readonly string[],
): JsonObject {
  const { params, result, callers, summary } = declaration
  const forAnyone = callers.includes('anonymous')
  return {
    operationId: `${fullName}.${name}`,
    tags: [fullName],
    summary,
    ...(ownRefusals.length === 0 ? {} : { description: `Refusals of this type: ${ownRefusals.join(', ')}.` }),
    security: forAnyone ? [{}, { session: [] }] : [{ session: [] }],
    parameters: parametersOf(declaration),
    requestBody: {
      required: params.some(({ optional }) => !optional),
      content: jsonContent(argumentsSchema(declaration)),
    },
    responses: {
      200: { description: 'Done.', content: jsonContent(successEnvelope(result)) },
      400: response('Refused'),
      ...(forAnyone ? {} : { 401: response('LoginRequired') }),
      403: response('Forbidden'),
      429: response('Limited'),
      500: response('Defect'),
      503: response('Away'),
    },
  }
}

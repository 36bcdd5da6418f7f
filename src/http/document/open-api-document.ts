/** The API document: OpenAPI 3.1, made from what the elements and the faces declare. */
import Type from 'typebox'
import type { Registry } from '../../elements/registry.ts'
import { adminCalls } from '../admin/admin-face.ts'
import { loginPageCalls } from '../login-page/login-page-calls.ts'
import { sessionAnswer } from '../session-routes.ts'
import { components, parameter, response } from './components.ts'
import { elementPaths } from './element-paths.ts'
import { type JsonObject, jsonContent } from './json-object.ts'
import { jsonPaths } from './json-paths.ts'
import { sdkPaths } from './sdk-paths.ts'

export type OpenApiDocument = {
  readonly openapi: string
  readonly info: { readonly title: string; readonly version: string; readonly description: string }
  readonly servers: readonly { readonly url: string }[]
  readonly paths: JsonObject
  readonly components: JsonObject
}

/** `admin`: health is on the same listener. */
export function openApiDocument(registry: Registry, title: string, admin: boolean): OpenApiDocument {
  return {
    openapi: '3.1.0',
    info: { title, version: '1', description: 'Login and sessions.' },
    servers: [{ url: '/' }],
    paths: {
      ...sdkPaths(),
      ...elementPaths(registry),
      ...resourceServerPaths,
      ...jsonPaths([...loginPageCalls, ...adminCalls]),
      ...(admin ? operatorPaths : {}),
    },
    components,
  }
}

const jwks = Type.Object({
  keys: Type.Array(
    Type.Object({ kid: Type.String(), kty: Type.String(), alg: Type.String(), use: Type.String() }),
  ),
})

const status = (value: string) => Type.Object({ status: Type.Literal(value) })

const resourceServerPaths: JsonObject = {
  '/api/v1/session': {
    get: {
      operationId: 'session',
      tags: ['For resource servers'],
      summary: 'Tells who is behind a session token.',
      security: [{ session: [] }],
      responses: {
        200: { description: 'The session and its user.', content: jsonContent(sessionAnswer) },
        401: response('SessionInvalid'),
        500: response('Defect'),
        503: response('StoreAway'),
      },
    },
  },
  '/api/v1/logout': {
    get: {
      operationId: 'logout',
      tags: ['For browsers'],
      summary: "Ends the session of the browser's cookie.",
      parameters: [parameter('RedirectUrl'), parameter('ListingClient')],
      responses: {
        204: { description: 'Done; the address is not listed, or none was given.' },
        302: { description: 'Done; on to `redirect_url`.' },
        500: response('Defect'),
        503: response('StoreAway'),
      },
    },
  },
  '/api/v1/oauth2/keys': {
    get: {
      operationId: 'keys',
      tags: ['For resource servers'],
      summary: 'The keys that id_tokens are checked with (JWKS).',
      responses: {
        200: { description: 'Public keys.', content: jsonContent(jwks) },
        500: response('Defect'),
        503: response('StoreAway'),
      },
    },
  },
}

const operatorPaths: JsonObject = {
  '/healthz': {
    get: {
      operationId: 'healthz',
      tags: ['For operators'],
      summary: 'Is the process alive?',
      responses: { 200: { description: 'It is.', content: jsonContent(status('ok')) } },
    },
  },
  '/readyz': {
    get: {
      operationId: 'readyz',
      tags: ['For operators'],
      summary: 'Can it serve?',
      responses: {
        200: { description: 'It can.', content: jsonContent(status('ready')) },
        503: { description: 'A store is away.', content: jsonContent(status('not ready')) },
      },
    },
  },
}

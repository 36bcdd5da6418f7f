/** Parts of the API document that many paths refer to. */
import Type from 'typebox'
import { elementAnswers } from '../elements/errcodes.ts'
import { type JsonObject, jsonContent, reference } from './json-object.ts'

const requestId = Type.String({
  pattern: '^[0-9a-f]{32}$',
  description: "Names the request in the server's log.",
})

const envelopeFacts = {
  requestId,
  sysTime: Type.Integer({ description: 'Milliseconds since the epoch.' }),
  duration: Type.Integer({ description: 'Milliseconds.' }),
}

/** The envelope of a function that answers `data`. */
export function successEnvelope(data: unknown): JsonObject {
  const { type, properties, required } = Type.Object({
    errcode: Type.Literal(0),
    errmsg: Type.Null(),
    ...envelopeFacts,
  })
  return { type, properties: { ...properties, data }, required: [...required, 'data'] }
}

const refusalList = Object.entries(elementAnswers)
  .map(([code, { errcode, status }]) => `- ${errcode} \`${code}\` (${status})`)
  .join('\n')

const schemas = {
  Refusal: Type.Object(
    {
      errcode: Type.Integer({ description: 'Number of the code.' }),
      errmsg: Type.String({
        description: 'Code, colon, text in the language of `X-L` or `Accept-Language`.',
      }),
      ...envelopeFacts,
      data: Type.Object({}, { maxProperties: 0 }),
      errHandler: Type.Literal('promptError'),
    },
    { description: `Numbers, codes and statuses:\n${refusalList}` },
  ),
  SdkError: Type.Object({
    error_code: Type.String(),
    error_msg: Type.String({ description: 'In the language of `X-L`; English without one.' }),
  }),
  JsonRefusal: Type.Object({
    error: Type.String({ description: 'The code.' }),
    message: Type.String({ description: 'In the language of `X-L` or `Accept-Language`.' }),
    requestId,
    seconds: Type.Optional(Type.Integer({ description: 'How long to wait.' })),
    arguments: Type.Optional(Type.Record(Type.String(), Type.String())),
  }),
  PlainError: Type.Object({ error: Type.String(), requestId }),
  Defect: Type.Object({ requestId }),
}

/** Headers of an answer that says how long to wait. */
export const retryAfter = { 'Retry-After': { description: 'Seconds to wait.', schema: { type: 'integer' } } }

function failure(description: string, schema: keyof typeof schemas, more: JsonObject = {}): JsonObject {
  return { description, content: jsonContent(reference('schemas', schema)), ...more }
}

const responses = {
  StoreAway: failure('A store is away, or too many wait for one.', 'PlainError', { headers: retryAfter }),
  Refused: failure('Refused: `errmsg` says why.', 'Refusal'),
  LoginRequired: failure('No living session.', 'Refusal'),
  Forbidden: failure("Another user's, or not for users.", 'Refusal'),
  Limited: failure('A limit was reached.', 'Refusal', { headers: retryAfter }),
  Away: failure('Busy, or a store is away.', 'Refusal'),
  Defect: failure('A defect of the server.', 'Defect'),
  SessionInvalid: failure('No living session has this token.', 'PlainError'),
}

function headerParameter(name: string, required: boolean, description: string): JsonObject {
  return { name, in: 'header', required, description, schema: { type: 'string' } }
}

function queryParameter(name: string, description: string): JsonObject {
  return { name, in: 'query', required: false, description, schema: { type: 'string' } }
}

const parameters = {
  Language: headerParameter('X-L', false, '`zh` or `en`, with a region or a list as in Accept-Language.'),
  ClientId: headerParameter('X-client-id', false, "The client; without it the app's `default` client."),
  CaptchaToken: headerParameter(
    'X-captcha-token',
    false,
    'Proof of a solved captcha, asked for while many codes are tried; its `sender` is `phone`.',
  ),
  Agreements: headerParameter(
    'X-agreements',
    false,
    'Texts that the user agrees to, where the client lists `agreements`: `terms@3,privacy@2`.',
  ),
  SdkClientId: headerParameter('X-client-id', true, 'The client.'),
  System: headerParameter('X-operating-sys-version', true, 'Operating system of the device.'),
  Fingerprint: headerParameter('X-device-fingerprint', true, 'What the client knows the device by.'),
  Agent: headerParameter('X-agent', true, 'User agent.'),
  DeviceIp: headerParameter(
    'X-device-ip',
    false,
    'Address of the device: a hint, but for `trustedBackends` that show the client secret.',
  ),
  TenantId: headerParameter('X-tenant-id', false, "The client's tenant; required for an `isv` client."),
  SessionToken: headerParameter('session-token', true, 'Session token of a login.'),
  StateToken: headerParameter('X-state-token', true, '`state_token` of a login that waits for a step.'),
  RedirectUrl: queryParameter(
    'redirect_url',
    'Where to send the browser then: of an origin in `redirectUris`.',
  ),
  ListingClient: queryParameter('client_id', 'The client that lists it; without it that of the session.'),
  OptionalStateToken: headerParameter('X-state-token', false, '`state_token`, within a login.'),
  CaptchaType: {
    ...headerParameter(
      'type',
      false,
      '`slider`, `image` or `pow`, of those in `captcha` of the client; else its first.',
    ),
    in: 'query',
  },
}

export type ResponseName = keyof typeof responses

export type ParameterName = keyof typeof parameters

export function response(name: ResponseName): JsonObject {
  return reference('responses', name)
}

export function parameter(name: ParameterName): JsonObject {
  return reference('parameters', name)
}

export const components: JsonObject = {
  schemas,
  responses,
  parameters,
  securitySchemes: {
    session: { type: 'http', scheme: 'bearer', description: 'Session token of a login.' },
    idToken: { type: 'http', scheme: 'bearer', description: 'id_token of a living session.' },
    'client-secret': { type: 'http', scheme: 'basic', description: 'Id and secret of a client.' },
    cookie: {
      type: 'apiKey',
      in: 'cookie',
      name: '__Host-latchkey',
      description: 'Session of a browser, for pages of the server.',
    },
    'client-token': { type: 'http', scheme: 'bearer', description: 'Access token of a client.' },
  },
}

/** What the login page asks of its server, and how an application gets what it came for; declared once. */
import Type from 'typebox'
import { passwordFunctions } from '../../login/password/password-functions.ts'
import { phoneFunctions } from '../../login/phone/phone-functions.ts'
import { personText } from '../../users/person-text.ts'
import { defineJsonCall } from '../json/define-json-call.ts'

const tag = 'Login page'
const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const redirectUri = Type.String({ maxLength: 2048, description: 'Exactly as `redirectUris` lists it.' })
const corp = Type.Object({ corpId: Type.String(), corpName: Type.String() })

const captchas = Type.Array(
  Type.Union([Type.Literal('slider'), Type.Literal('pow'), Type.Literal('image')]),
  { description: 'What is asked before a message; empty: nothing.' },
)

const agreements = Type.Array(
  Type.Object({
    key: Type.String({ description: 'What `X-agreements` states for it: `terms@3`.' }),
    title: Type.Object({ en: Type.String(), zh: Type.String() }),
    url: Type.String(),
  }),
  { description: 'Texts to agree to; calls state them in `X-agreements`, comma-separated.' },
)

export const loginPageFacts = defineJsonCall({
  method: 'GET',
  path: '/api/v1/login/page',
  tag,
  summary: 'What the login page shows for the client of `X-client-id`.',
  security: 'none',
  query: Type.Object(
    {
      redirect_uri: Type.Optional(redirectUri),
      client_id: Type.Optional(Type.String({ maxLength: 64, description: 'In place of `X-client-id`.' })),
    },
    { additionalProperties: false },
  ),
  answer: Type.Object({
    client: Type.Object({
      clientId: Type.String(),
      title: Type.Object({ en: Type.String(), zh: Type.String() }),
      logo: nullable(Type.String({ description: 'Path of the picture.' })),
      colour: nullable(Type.String()),
      darkColour: nullable(Type.String()),
    }),
    elements: Type.String({ description: 'What the paths of element calls begin with.' }),
    phone: nullable(phoneFunctions.getLoginConfig.result),
    password: nullable(passwordFunctions.getLoginConfig.result),
    captchas,
    agreements,
    callingCodes: Type.Record(Type.String(), Type.String(), {
      description: 'What numbers of the allowed countries begin with: `{ "CN": "86" }`.',
    }),
    hasSession: Type.Boolean({
      description: 'Does the browser hold the cookie of a session? The next call tells whose it is.',
    }),
    inbox: nullable(Type.String({ description: 'Path of the development inbox, for who may open it.' })),
    asksNick: Type.Boolean({ description: 'May a registration say what the user is called?' }),
    mayRecover: Type.Boolean({
      description: 'May who lost the number of an account ask the administrators for another one?',
    }),
    asksFactor: Type.Boolean({
      description: 'Is an authenticator app asked for after a login, of users who have one?',
    }),
    mayRegister: Type.Boolean({ description: 'Can somebody without an account make one here?' }),
  }),
  errors: ['CLIENT_UNKNOWN', 'TENANT_UNKNOWN', 'REDIRECT_INVALID'],
})

export const loginPageSession = defineJsonCall({
  method: 'POST',
  path: '/api/v1/login/session',
  tag,
  summary:
    'Keeps the session of a login in a cookie, or tells whose session the cookie holds. For pages of the server.',
  security: 'session',
  body: Type.Object(
    {
      sessionToken: Type.Optional(
        Type.String({ maxLength: 128, description: 'Of a login just made; without it the cookie counts.' }),
      ),
    },
    { additionalProperties: false },
  ),
  answer: Type.Object({
    userId: Type.String(),
    nick: Type.String(),
    name: nullable(Type.String()),
    username: nullable(Type.String()),
    phone: nullable(Type.String({ description: 'Masked.' })),
    corps: Type.Array(corp, { description: 'Organisations of the user.' }),
  }),
  errors: ['LOGIN_REQUIRED', 'CLIENT_UNKNOWN', 'TENANT_UNKNOWN'],
})

export const authorizeLogin = defineJsonCall({
  method: 'POST',
  path: '/api/v1/login/authorize',
  tag,
  summary:
    'Where to send the browser back to: the address with a code of one use and 60 seconds. For pages of the server.',
  security: 'session',
  body: Type.Object(
    {
      redirectUri,
      codeChallenge: Type.String({
        pattern: '^[A-Za-z0-9_-]{43}$',
        description: 'Base64url of the SHA-256 of the verifier (PKCE, S256).',
      }),
      state: Type.Optional(Type.String({ maxLength: 1024, description: 'Given back as it is.' })),
      corpId: Type.Optional(
        Type.String({ maxLength: 128, description: 'Needed of a user of several organisations.' }),
      ),
    },
    { additionalProperties: false },
  ),
  answer: Type.Object({ redirectTo: Type.String() }),
  errors: [
    'LOGIN_REQUIRED',
    'CLIENT_UNKNOWN',
    'TENANT_UNKNOWN',
    'REDIRECT_INVALID',
    'CORP_INVALID',
    'FORBIDDEN',
    'AGREEMENT_REQUIRED',
    'SECOND_FACTOR_REQUIRED',
  ],
})

export const redeemLogin = defineJsonCall({
  method: 'POST',
  path: '/api/v1/login/token',
  tag,
  summary:
    'Exchanges the code for a session of the client. With its secret in `Authorization: Basic`, or without.',
  security: 'client',
  body: Type.Object(
    {
      code: Type.String({ maxLength: 128 }),
      redirectUri,
      codeVerifier: Type.String({ pattern: '^[A-Za-z0-9._~-]{43,128}$', description: 'RFC 7636, 4.1.' }),
    },
    { additionalProperties: false },
  ),
  answer: Type.Object({
    sessionToken: Type.String(),
    sessionId: Type.String(),
    expire: Type.Integer({ description: 'Seconds that the session lives.' }),
    idToken: Type.String(),
  }),
  errors: ['LOGIN_CODE_INVALID', 'CLIENT_UNKNOWN', 'TENANT_UNKNOWN', 'FORBIDDEN', 'RATE_LIMITED'],
})

export const askForNumber = defineJsonCall({
  method: 'POST',
  path: '/api/v1/login/recovery',
  tag,
  summary:
    'Asks the administrators for another number in place of one that was lost. The answer is the same where there is no such account.',
  security: 'none',
  body: Type.Object(
    {
      account: Type.String({
        minLength: 1,
        maxLength: 128,
        description: 'User name, or the number that was lost.',
      }),
      mobile: Type.String({ minLength: 1, maxLength: 64, description: 'The new number.' }),
      code: Type.String({
        minLength: 1,
        maxLength: 32,
        description: 'Of the message of type `RECOVER_MOBILE_SMS` that went to it.',
      }),
      reason: { ...personText(300), description: 'For the administrators.' },
      captchaToken: Type.Optional(
        Type.String({
          maxLength: 1024,
          description: 'Proof of a solved captcha, asked for while many codes are tried.',
        }),
      ),
    },
    { additionalProperties: false },
  ),
  answer: Type.Object({
    waitHours: Type.Number({ description: 'Hours until the number can be replaced, at the earliest.' }),
  }),
  errors: [
    'CLIENT_UNKNOWN',
    'TENANT_UNKNOWN',
    'RECOVERY_OFF',
    'LOGIN_TYPE_INACTIVE',
    'PHONE_INVALID',
    'PHONE_COUNTRY_NOT_ALLOWED',
    'PHONE_BOUND',
    'CODE_ERROR',
    'CODE_EXPIRED',
    'TOO_MANY_ATTEMPTS',
    'CAPTCHA_REQUIRED',
    'CAPTCHA_ERROR',
    'RATE_LIMITED',
  ],
})

export const loginPageCalls = [loginPageFacts, loginPageSession, authorizeLogin, redeemLogin, askForNumber]

/** Configuration of a client, and the defaults of its profile (spec 5, "A client"). */
import Type, { type Static } from 'typebox'

const algorithms = [Type.Literal('RS256'), Type.Literal('ES256'), Type.Literal('EdDSA')]
export const defaultReauthSeconds = 600

const captchaKind = Type.Union([Type.Literal('slider'), Type.Literal('pow'), Type.Literal('image')])

export const clientSettings = Type.Object(
  {
    clientId: Type.String({ pattern: '^[A-Za-z0-9]{32}$', description: '32 letters and digits.' }),
    tenantId: Type.String({ pattern: '^[A-Za-z0-9_-]{1,64}$', default: 'default' }),
    profile: Type.Union([Type.Literal('bamboocloud'), Type.Literal('oneaccess')], {
      description: 'Whose defaults hold.',
    }),
    default: Type.Integer({
      minimum: 0,
      maximum: 1,
      default: 0,
      description: '1: the client of element calls that name none.',
    }),
    phoneLogin: Type.Optional(Type.String({ description: 'fullName of a phone login.' })),
    passwordLogin: Type.Optional(Type.String({ description: 'fullName of a password login.' })),
    autoRegister: Type.Boolean({ default: false, description: 'May an SMS login make a new user?' }),
    captcha: Type.Union([Type.Array(captchaKind, { minItems: 1 }), Type.Literal('off')], {
      default: ['slider', 'pow'],
      description: 'What is asked before an SMS: kinds that are good enough, or "off".',
    }),
    sessionTtl: Type.Optional(Type.Integer({ minimum: 60, description: 'Seconds a session lives.' })),
    sessionIdleTtl: Type.Optional(
      Type.Integer({ minimum: 60, description: 'Seconds without use that end it.' }),
    ),
    idTokenTtl: Type.Optional(Type.Integer({ minimum: 30, maximum: 86400 })),
    reauthSeconds: Type.Integer({
      minimum: 0,
      maximum: 86_400,
      default: defaultReauthSeconds,
      description: 'Ways to log in are changed within so many seconds of the login; 0: at any time.',
    }),
    limitStatus: Type.Union([Type.Literal(429), Type.Literal(400)], {
      default: 429,
      description: 'HTTP status of a limit; 400 for clients that know only the vendors’ statuses.',
    }),
    idTokenAlg: Type.Union(algorithms, { default: 'RS256' }),
    allowedOrigins: Type.Array(Type.String({ pattern: '^https?://[^/]+$' }), {
      default: [],
      description: 'Web origins that may call with a browser.',
    }),
  },
  { additionalProperties: false },
)

export type ClientSettings = Static<typeof clientSettings>

/** Seconds, by profile. */
export const profileDefaults = {
  bamboocloud: { sessionTtl: 432_000, idTokenTtl: 300 },
  oneaccess: { sessionTtl: 604_800, idTokenTtl: 7_200 },
} as const

/** Configuration of a client, and the defaults of its profile (spec 5, "A client"). */
import Type, { type Static } from 'typebox'
import { tenantIdPattern } from '../tenants/tenant.ts'
import { accessSetting } from './access-rules.ts'
import { agreementsSetting } from './agreements-setting.ts'
import { clientSecretSetting } from './client-secret.ts'
import { pageSetting } from './page-setting.ts'
import { profileFieldsSetting } from './profile-fields.ts'

const algorithms = [Type.Literal('RS256'), Type.Literal('ES256'), Type.Literal('EdDSA')]
export const defaultReauthSeconds = 600

const captchaKind = Type.Union([Type.Literal('slider'), Type.Literal('pow'), Type.Literal('image')])

/** Seconds, by profile. */
export const profileDefaults = {
  bamboocloud: { sessionTtl: 432_000, idTokenTtl: 300 },
  oneaccess: { sessionTtl: 604_800, idTokenTtl: 7_200 },
} as const

const byProfile = (name: 'sessionTtl' | 'idTokenTtl') =>
  Object.entries(profileDefaults)
    .map(([profile, { [name]: seconds }]) => `${seconds} with ${profile}`)
    .join(', ')

const text = (language: string) =>
  Type.Optional(
    Type.String({
      pattern: '\\{code\\}',
      maxLength: 512,
      description: `Text in ${language} of a code message, with \`{code}\`, \`{minutes}\`, \`{app}\`.`,
    }),
  )

const messagesSetting = Type.Object(
  {
    en: text('English'),
    zh: text('Chinese'),
    domain: Type.Optional(
      Type.String({
        pattern: '^(?:localhost|(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,})$',
        maxLength: 253,
        description: 'Web site that the code is typed on: the last line binds the code to it.',
      }),
    ),
  },
  {
    additionalProperties: false,
    default: {},
    description: 'Code messages of this client, of services whose texts are ours.',
  },
)

export const clientSettings = Type.Object(
  {
    clientId: Type.String({ pattern: '^[A-Za-z0-9]{32}$', description: '32 letters and digits.' }),
    clientSecret: clientSecretSetting,
    tenantId: Type.String({
      pattern: tenantIdPattern,
      default: 'default',
      description: 'The tenant whose users log in.',
    }),
    isv: Type.Boolean({
      default: false,
      description: 'A template for many tenants: `X-tenant-id` is required and picks the tenant.',
    }),
    profile: Type.Union([Type.Literal('bamboocloud'), Type.Literal('oneaccess')], {
      description: 'Whose defaults hold.',
    }),
    default: Type.Integer({
      minimum: 0,
      maximum: 1,
      default: 0,
      description: '1: the client of element calls that name none.',
    }),
    phoneLogin: Type.Optional(
      Type.String({ reference: 'auths.loginTypes.Meta', description: 'fullName of a phone login.' }),
    ),
    passwordLogin: Type.Optional(
      Type.String({ reference: 'auths.loginTypes.Meta', description: 'fullName of a password login.' }),
    ),
    autoRegister: Type.Boolean({ default: false, description: 'May an SMS login make a new user?' }),
    recovery: Type.Boolean({
      default: true,
      description: 'May who lost the number of an account ask the administrators for another one?',
    }),
    captcha: Type.Union([Type.Array(captchaKind, { minItems: 1 }), Type.Literal('off')], {
      default: ['slider', 'pow'],
      description: 'What is asked before an SMS: kinds that are good enough, or "off".',
    }),
    sessionTtl: Type.Optional(
      Type.Integer({
        minimum: 60,
        description: `Seconds a session lives; without it ${byProfile('sessionTtl')}.`,
      }),
    ),
    sessionIdleTtl: Type.Optional(
      Type.Integer({ minimum: 60, description: 'Seconds without use that end it; without it `sessionTtl`.' }),
    ),
    idTokenTtl: Type.Optional(
      Type.Integer({
        minimum: 30,
        maximum: 86_400,
        description: `Seconds an id_token lives; without it ${byProfile('idTokenTtl')}.`,
      }),
    ),
    reauthSeconds: Type.Integer({
      minimum: 0,
      maximum: 86_400,
      default: defaultReauthSeconds,
      description: 'Ways to log in are changed within so many seconds of the login; 0: at any time.',
    }),
    mfa: Type.Union([Type.Literal('off'), Type.Literal('optional'), Type.Literal('required')], {
      default: 'off',
      description: 'Second factor after a login: never, of users who have TOTP, or of everybody.',
    }),
    mfaSameNumber: Type.Boolean({
      default: false,
      description: 'May a second SMS to the number of an SMS login count as the second factor?',
    }),
    messages: messagesSetting,
    profileFields: profileFieldsSetting,
    access: accessSetting,
    agreements: agreementsSetting,
    error_codes: Type.Union([Type.Literal('IDAAS'), Type.Literal('EIAM')], {
      default: 'IDAAS',
      description: 'Namespace of the error codes of the SDK API.',
    }),
    limitStatus: Type.Union([Type.Literal(429), Type.Literal(400)], {
      default: 429,
      description: 'HTTP status of a limit; 400 for clients that know only the vendors’ statuses.',
    }),
    idTokenAlg: Type.Union(algorithms, { default: 'RS256', description: 'What id_tokens are signed with.' }),
    allowedOrigins: Type.Array(Type.String({ pattern: '^https?://[^/]+$' }), {
      default: [],
      description: 'Web origins that may call with a browser.',
    }),
    redirectUris: Type.Array(Type.String({ minLength: 1, maxLength: 2048 }), {
      default: [],
      description: 'Addresses that a browser may be sent back to, whole ones.',
    }),
    page: pageSetting,
    trustedBackends: Type.Array(Type.String(), {
      default: [],
      description: "Address ranges whose calls, with the client secret, state the user's address.",
    }),
  },
  { additionalProperties: false },
)

export type ClientSettings = Static<typeof clientSettings>

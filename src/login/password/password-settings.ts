/** Configuration of a password login (spec 3, "Configuration"). */
import Type, { type Static } from 'typebox'
import type { ElementDefinition } from '../../elements/element-type.ts'
import type { SettingFault } from '../../elements/setting-faults.ts'
import { defaultPasswordLimit } from './password-policy.ts'

const strict = { additionalProperties: false }
const zeroOrOne = (description: string) => Type.Integer({ minimum: 0, maximum: 1, default: 0, description })
const required = (what: string, fallback: boolean) =>
  Type.Boolean({ default: fallback, description: `A new password must hold ${what}.` })
const length = (fallback: number, description: string) =>
  Type.Integer({ minimum: 1, maximum: 128, default: fallback, description })

const authConfig = Type.Object(
  {
    salt: Type.Optional(
      Type.String({
        minLength: 16,
        maxLength: 128,
        secret: true,
        description: 'Keys the hash for the whole element, 32 characters; generated once when it is absent.',
      }),
    ),
  },
  { ...strict, default: {} },
)

export const passwordLimitSettings = Type.Object(
  {
    minLength: length(defaultPasswordLimit.minLength, 'Least code points of a new password.'),
    maxLength: length(defaultPasswordLimit.maxLength, 'Most code points of a new password.'),
    requireUppercase: required('a capital letter', defaultPasswordLimit.requireUppercase),
    requireLowercase: required('a small letter', defaultPasswordLimit.requireLowercase),
    requireNumber: required('a digit', defaultPasswordLimit.requireNumber),
    requireSpecialChar: required('a sign or space', defaultPasswordLimit.requireSpecialChar),
    denyCommon: Type.Boolean({
      default: defaultPasswordLimit.denyCommon,
      description: 'Refuse the passwords that attackers try first.',
    }),
  },
  { ...strict, default: {}, description: 'What a new password has to be like.' },
)

const lockout = Type.Object(
  {
    failures: Type.Integer({ minimum: 1, maximum: 100, default: 10, description: 'Failures that lock.' }),
    baseSeconds: Type.Integer({
      minimum: 1,
      maximum: 86_400,
      default: 30,
      description: 'Seconds of the first lock.',
    }),
    maxSeconds: Type.Integer({
      minimum: 1,
      maximum: 86_400,
      default: 3600,
      description: 'Seconds of the longest lock.',
    }),
  },
  { ...strict, default: {}, description: 'Backoff of an account; it doubles with every further failure.' },
)

export const passwordSettings = Type.Object(
  {
    default: zeroOrOne('1: shown first.'),
    allowRegister: zeroOrOne('1: anyone may register.'),
    authConfig,
    isActive: Type.Boolean({
      default: true,
      description: 'false: every function but getLoginConfig is refused.',
    }),
    limit: passwordLimitSettings,
    passwordTransport: Type.Union([Type.Literal('md5'), Type.Literal('plain')], {
      default: 'md5',
      description: 'What `password` is in calls of the element: 32 hex digits, or the text itself over TLS.',
    }),
    captcha: Type.Union([Type.Literal('always'), Type.Literal('risk')], {
      default: 'always',
      description: 'risk: asked only after 3 failures of the account or address.',
    }),
    expireDays: Type.Integer({
      minimum: 0,
      maximum: 3650,
      default: 0,
      description: 'Days a password is good for; 0: for ever.',
    }),
    warnDays: Type.Integer({
      minimum: 0,
      maximum: 3650,
      default: 7,
      description: 'Days before its end that a login warns.',
    }),
    discloseUnknownUser: Type.Boolean({
      default: false,
      description: 'Tell an unknown user from a wrong password over HTTP too.',
    }),
    lockout,
  },
  strict,
)

export type PasswordSettings = Static<typeof passwordSettings>

const expectedSaltLength = 32

/** What the schema cannot say: values that must fit together. */
export function checkPasswordSettings({ settings }: ElementDefinition<PasswordSettings>): SettingFault[] {
  const { authConfig, limit, lockout, expireDays, warnDays } = settings
  const faults: SettingFault[] = []
  if (authConfig.salt !== undefined && [...authConfig.salt].length !== expectedSaltLength)
    faults.push({ pointer: '/authConfig/salt', message: 'should have 32 characters', warning: true })
  if (limit.minLength > limit.maxLength)
    faults.push({ pointer: '/limit/minLength', message: 'is above maxLength' })
  if (lockout.baseSeconds > lockout.maxSeconds)
    faults.push({ pointer: '/lockout/baseSeconds', message: 'is above maxSeconds' })
  if (expireDays > 0 && warnDays >= expireDays)
    faults.push({ pointer: '/warnDays', message: 'must be below expireDays' })
  return faults
}

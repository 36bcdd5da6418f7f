/** Which fields of a user an application may fill in, and what they may hold (spec 5, `profileFields`). */
import Type, { type Static } from 'typebox'
import type { SettingFault } from '../elements/setting-faults.ts'

const fieldType = Type.Union(
  [
    Type.Literal('text'),
    Type.Literal('date'),
    Type.Literal('enum'),
    Type.Literal('url'),
    Type.Literal('email'),
  ],
  { description: 'date: yyyy-MM-dd; url: http or https; `text` where nothing is said.' },
)

const fieldSetting = Type.Object(
  {
    type: Type.Optional(fieldType),
    maxLength: Type.Optional(Type.Integer({ minimum: 1, maximum: 1024, description: 'Characters.' })),
    values: Type.Optional(
      Type.Array(Type.String({ minLength: 1, maxLength: 256 }), {
        minItems: 1,
        description: 'What an enum may be.',
      }),
    ),
  },
  { additionalProperties: false },
)

export const profileFieldsSetting = Type.Optional(
  Type.Record(Type.String(), fieldSetting, {
    description:
      'What a registration may fill in: standard fields and keys of `extension`; all standard ones without it.',
  }),
)

type FieldSetting = Static<typeof fieldSetting>

export type ProfileFieldsSetting = Readonly<Record<string, FieldSetting>>

/** What the value of a field may be. */
export type FieldRule = {
  readonly type: Static<typeof fieldType>
  readonly maxLength: number
  readonly values?: readonly string[]
}

/** What the vendors' registration takes, with the rule of each. */
export const standardFields = {
  name: { type: 'text', maxLength: 128 },
  email: { type: 'email', maxLength: 254 },
  head_img: { type: 'url', maxLength: 1024 },
  attr_gender: { type: 'text', maxLength: 16 },
  attr_birthday: { type: 'date', maxLength: 10 },
  attr_nick_name: { type: 'text', maxLength: 64 },
  mailing_address: { type: 'text', maxLength: 256 },
  zip_code: { type: 'text', maxLength: 16 },
  first_name: { type: 'text', maxLength: 64 },
  middle_name: { type: 'text', maxLength: 64 },
  last_name: { type: 'text', maxLength: 64 },
  industry: { type: 'text', maxLength: 64 },
} as const satisfies Readonly<Record<string, FieldRule>>

export function isStandardField(name: string): name is keyof typeof standardFields {
  return Object.hasOwn(standardFields, name)
}

const usual: FieldRule = { type: 'text', maxLength: 256 }

/** The rules by name; what a client leaves open is as usual. */
export function fieldRules(setting: ProfileFieldsSetting | undefined): ReadonlyMap<string, FieldRule> {
  const given = Object.entries(setting ?? standardFields)
  return new Map(
    given.map(([name, rule]) => [
      name,
      { ...(isStandardField(name) ? standardFields[name] : usual), ...rule },
    ]),
  )
}

/** What decides about a user comes from proofs and operators, never from a field (spec 6, A17 and A18). */
const reservedNames: ReadonlySet<string> = new Set([
  ...['mobile', 'phone', 'verify_code', 'user_name', 'username', 'userName', 'pwd', 'password', 'extension'],
  ...['id', 'userId', 'user_id', 'tenantId', 'tenant_id', 'status', 'verified', 'role', 'roles', 'corps'],
])

export function checkProfileFields(setting: ProfileFieldsSetting | undefined): SettingFault[] {
  return Object.entries(setting ?? {}).flatMap(([name, rule]) => {
    const message = faultOf(name, rule)
    return message === undefined ? [] : [{ pointer: `/profileFields/${name}`, message }]
  })
}

function faultOf(name: string, { type, maxLength = 0, values }: FieldSetting): string | undefined {
  if (reservedNames.has(name)) return 'is no field of a profile'
  if (!/^[A-Za-z][A-Za-z0-9_]{0,63}$/.test(name)) return 'is no name of a field: letters, digits and _'
  const most = isStandardField(name) ? standardFields[name].maxLength : maxLength
  if (maxLength > most) return `may be ${most} long at most`
  if (type === 'enum' && values === undefined) return 'is an enum without values'
  return type !== 'enum' && values !== undefined ? 'has values, but is no enum' : undefined
}

/** Who may log in to an application: rules of its client by country, address and organisation (spec 5, `access`). */
import Type, { type Static, type TSchema } from 'typebox'
import { addressRanges } from '../base/network-address.ts'
import { isCountry } from '../base/phone-number.ts'
import type { ElementLookup, SettingFault } from '../elements/setting-faults.ts'

const strict = { additionalProperties: false }

function listOf(item: TSchema, description: string) {
  return Type.Optional(Type.Array(item as ReturnType<typeof Type.String>, { minItems: 1, description }))
}

function rule(item: TSchema, description: string) {
  const allow = listOf(item, 'These and no others.')
  const deny = listOf(item, 'None of these; wins over `allow`.')
  return Type.Optional(Type.Object({ allow, deny }, { ...strict, minProperties: 1, description }))
}

export const accessSetting = Type.Optional(
  Type.Object(
    {
      countries: rule(Type.String({ pattern: '^[A-Z]{2}$' }), 'ISO 3166 codes of the number of the user.'),
      addresses: rule(Type.String(), 'Addresses and ranges that a login comes from.'),
      corps: rule(Type.String({ minLength: 1, maxLength: 64 }), 'Ids of organisations of the user.'),
    },
    { ...strict, description: 'Who may log in; whoever is not let through gets ACCESS_DENIED.' },
  ),
)

export type AccessRules = Static<typeof accessSetting>

/** What is allowed, where only that is; `deny` wins. */
export type AccessRule = { readonly allow?: readonly string[]; readonly deny?: readonly string[] }

export function checkAccess(access: AccessRules | undefined, elements: ElementLookup): SettingFault[] {
  const corps = elements.list({ family: 'corps.Meta', tier: 'instance' })
  const corpIds = new Set(corps.map(({ settings }) => (settings as { readonly corpId: string }).corpId))
  return [
    ...checkItems('countries', access?.countries, isCountry, 'no country'),
    ...checkItems('addresses', access?.addresses, isRange, 'no address or range'),
    ...checkItems('corps', access?.corps, (id) => corpIds.has(id), 'the corpId of no organisation'),
  ]
}

function checkItems(
  name: string,
  rules: AccessRule | undefined,
  isRight: (item: string) => boolean,
  what: string,
): SettingFault[] {
  return Object.entries(rules ?? {}).flatMap(([list, items]) =>
    items.flatMap((item, i) =>
      isRight(item) ? [] : [{ pointer: `/access/${name}/${list}/${i}`, message: `is ${what}: ${item}` }],
    ),
  )
}

export function isRange(text: string): boolean {
  try {
    addressRanges([text])
    return true
  } catch {
    return false
  }
}

/** What a registration says of its user: the fields that the client lists, each as its rule wants it. */
import { type FieldRule, isStandardField } from '../../clients/profile-fields.ts'
import { isPersonText } from '../../users/person-text.ts'
import type { Profile } from '../../users/profile-store.ts'
import { SdkFailure } from './sdk-failure.ts'

type Rules = ReadonlyMap<string, FieldRule>
type Values = Readonly<Record<string, unknown>>

/** `nick`, `name` and `email` have places of their own. */
export type ReadProfile = {
  readonly nick: string | undefined
  readonly person: {
    readonly name: string | undefined
    readonly email: string | undefined
    readonly profile: Profile
  }
}

/**
 * What the client does not list is not looked at. Of the fields of `extension` only those that are no standard ones
 * count. Refused as `profileInvalid`, which names the field.
 */
export function readProfile(rules: Rules, fields: Values, extension: Values = {}): ReadProfile {
  const read = [...rules].map(([name, rule]) => {
    const value = isStandardField(name) ? fields[name] : ownValue(extension, name)
    return [name, readValue(name, rule, value)] as const
  })
  const given = read.filter((entry): entry is readonly [string, string] => entry[1] !== undefined)
  const { name, email, attr_nick_name: nick, ...profile } = Object.fromEntries(given)
  return { nick, person: { name, email, profile } }
}

function ownValue(values: Values, name: string): unknown {
  return Object.hasOwn(values, name) ? values[name] : undefined
}

function readValue(name: string, rule: FieldRule, value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string') throw new SdkFailure('profileInvalid', name)
  const text = value.trim()
  if (text === '') return undefined
  const isRight = [...text].length <= rule.maxLength && isPersonText(text) && isOfType[rule.type](text, rule)
  if (!isRight) throw new SdkFailure('profileInvalid', name)
  return text
}

const isOfType: Readonly<Record<FieldRule['type'], (text: string, rule: FieldRule) => boolean>> = {
  text: () => true,
  date: isDate,
  enum: (text, { values = [] }) => values.includes(text),
  url: (text) => URL.canParse(text) && /^https?:$/.test(new URL(text).protocol),
  email: (text) => /^[^\s@]+@[^\s@]+$/.test(text),
}

/** A day that exists; of one that does not, the calendar makes another. */
function isDate(text: string): boolean {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text)
}

/** Every setting of the official Types is called something in both languages, and explained in Chinese where in English. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { platform } from '../../../src/app/platform.ts'
import { settingNames, titleOfPointer } from '../../../web/console/screens/elements/setting-texts.ts'

type Schema = {
  readonly description?: string
  readonly properties?: Readonly<Record<string, Schema>>
  readonly patternProperties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly anyOf?: readonly Schema[]
}

type Found = { readonly place: string; readonly description: string | undefined }

/** Every setting and group of settings; a list of plain values is one. */
function placesOf(schema: Schema, place = ''): Found[] {
  const { properties = {}, patternProperties = {}, items, anyOf = [], description } = schema
  const own = place === '' ? [] : [{ place, description }]
  const below = (name: string) => (place === '' ? name : `${place}.${name}`)
  const isDeep = items?.properties !== undefined || 'reference' in Object(items)
  return [
    ...own,
    ...Object.entries(properties).flatMap(([name, part]) => placesOf(part, below(name))),
    ...Object.values(patternProperties).flatMap((part) => placesOf(part, below('{name}'))),
    ...(items !== undefined && isDeep ? placesOf(items, `${place}[]`) : []),
    ...anyOf.flatMap((form) => placesOf(form, place).filter((found) => found.place !== place)),
  ]
}

const chinese = /\p{Script=Han}/u
/** Names of vendors' own keys, which nobody translates. */
const ownNames = /^(?:SecretId|SdkAppId|Account SID|Auth Token|ID)$/

for (const { fullName, type: family, class: code } of platform.elements) {
  if (code === undefined || !('settings' in code)) continue
  const places = placesOf(code.settings as Schema)
  if (places.length > 0)
    test(`${fullName}: its settings have titles and explanations in English and Chinese`, () => {
      const [en, zh] = [settingNames(family || fullName, 'en'), settingNames(family || fullName, 'zh')]
      const nothing = '\u0000'
      for (const { place, description } of places) {
        const { title } = zh(place, undefined)
        assert.ok(chinese.test(title) || ownNames.test(title), `no Chinese title: ${place}`)
        assert.ok(en(place, undefined).title.length > 0)
        const told = zh(place, description === undefined ? undefined : nothing).description
        if (description !== undefined) assert.match(told ?? '', chinese, `no Chinese explanation: ${place}`)
      }
    })
}

test('a pointer has the title of its setting, in lists and records too', () => {
  const titles = [
    ['/limits/number/hour', 'auths.loginTypes.Meta', 'Messages an hour'],
    ['/testNumbers/+8613800138000/code', 'auths.loginTypes.Meta', 'Code'],
    ['/redirectUris/1', 'clients.Meta', 'Redirect addresses'],
    ['/agreements/0/title/en', 'clients.Meta', 'English'],
    ['/someThing/other_word', 'acme.Meta', 'Other word'],
  ] as const
  for (const [pointer, family, title] of titles)
    assert.equal(titleOfPointer(pointer, family, 'en'), title, pointer)
  assert.equal(titleOfPointer('title', 'clients.Meta', 'en'), undefined)
})

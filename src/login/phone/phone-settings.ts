/** Configuration of a phone login (spec 2, "Configuration"). */
import Type, { type Static } from 'typebox'
import { isCountry, readPhoneNumber } from '../../base/phone-number.ts'
import type { ElementDefinition } from '../../elements/element-type.ts'
import type { ElementLookup, SettingFault } from '../../elements/setting-faults.ts'

const strict = { additionalProperties: false }
const messages = (fallback: number) => Type.Integer({ minimum: 1, default: fallback })
const part = (fallback: number) => Type.Number({ minimum: 0.01, maximum: 1, default: fallback })
const country = Type.String({ pattern: '^[A-Z]{2}$' })

const limits = Type.Object(
  {
    number: Type.Object(
      {
        hour: messages(5),
        day: messages(10),
        unknownDevices: Type.Object(
          { hour: part(0.6), day: part(0.5) },
          {
            ...strict,
            default: {},
            description:
              'Part of it that devices may use which have never logged in to its account: 3 of 5, 5 of 10.',
          },
        ),
      },
      { ...strict, default: {} },
    ),
    address: Type.Object({ hour: messages(60), day: messages(300) }, { ...strict, default: {} }),
    device: Type.Object({ hour: messages(10), day: messages(50) }, { ...strict, default: {} }),
    country: Type.Object(
      {
        day: messages(500),
        keptForKnown: Type.Number({
          minimum: 0,
          maximum: 1,
          default: 0.3,
          description: 'Part that only numbers that have logged in before may use.',
        }),
      },
      { ...strict, default: {} },
    ),
    prefix: Type.Object(
      {
        messages: Type.Integer({
          minimum: 1,
          default: 20,
          description:
            'So many messages to a prefix within an hour are judged, once their codes have expired.',
        }),
        conversion: Type.Number({
          minimum: 0,
          maximum: 1,
          default: 0.1,
          description: 'Fewer right codes than this part of them close the prefix; 0: never.',
        }),
        trusted: Type.Number({
          minimum: 0,
          maximum: 1,
          default: 0.3,
          description: 'More than this part in the week before, and it takes two such hours.',
        }),
        closedFor: Type.Integer({
          minimum: 1,
          default: 3600,
          description: 'Seconds for which a prefix is closed.',
        }),
      },
      {
        ...strict,
        default: {},
        description: 'The conversion breaker, for each prefix of numbers: calling code and next 3 digits.',
      },
    ),
    knownAfter: Type.Integer({
      minimum: 0,
      default: 86_400,
      description:
        'Seconds after which a number that has proven itself counts as one that has logged in before.',
    }),
  },
  {
    ...strict,
    default: {},
    description: 'Messages an hour and a day for each number, address, device and country.',
  },
)

const testNumber = Type.Object(
  {
    code: Type.String({ pattern: '^[0-9]{6,8}$', secret: true, literal: true }),
    expires: Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\d', description: 'Day after which it is off.' }),
  },
  strict,
)

export const phoneSettings = Type.Object(
  {
    isActive: Type.Boolean({
      default: true,
      description: 'false: every function but getLoginConfig is refused.',
    }),
    allowRegister: Type.Integer({
      minimum: 0,
      maximum: 1,
      default: 1,
      description: 'May a new number register?',
    }),
    smsFullName: Type.String({
      reference: 'SMS.Meta',
      description: 'fullName of the SMS service element.',
    }),
    smsConfig: Type.Object(
      {
        verifyTemplateCode: Type.Optional(Type.String()),
        verifySign: Type.Optional(Type.String()),
      },
      { ...strict, default: {}, description: "Template and signature; they win over the SMS element's own." },
    ),
    allowedCountries: Type.Array(country, {
      minItems: 1,
      default: ['CN'],
      description: 'Countries whose numbers are served, ISO 3166.',
    }),
    defaultCountry: Type.String({
      pattern: '^[A-Z]{2}$',
      default: 'CN',
      description: 'Country of numbers without +.',
    }),
    resendInterval: Type.Integer({
      minimum: 1,
      maximum: 3600,
      default: 45,
      description: 'Seconds between two messages to a number.',
    }),
    codeTtl: Type.Integer({ minimum: 30, maximum: 600, default: 300, description: 'Seconds a code lives.' }),
    codeLength: Type.Integer({
      minimum: 6,
      maximum: 8,
      default: 6,
      description: 'Decimal digits of a code.',
    }),
    maxAttempts: Type.Integer({
      minimum: 1,
      maximum: 10,
      default: 5,
      description: 'Wrong guesses that burn a code.',
    }),
    notifyOldPhone: Type.Integer({
      minimum: 0,
      maximum: 1,
      default: 1,
      description: 'Tell a number that it was replaced.',
    }),
    limits,
    testNumbers: Type.Record(Type.String(), testNumber, {
      default: {},
      description: 'Numbers with a fixed code and no SMS, until a day.',
    }),
  },
  strict,
)

export type PhoneSettings = Static<typeof phoneSettings>

/** What the schema cannot say: other elements, countries, numbers. */
export function checkPhoneSettings(
  { settings }: ElementDefinition<PhoneSettings>,
  elements: ElementLookup,
): SettingFault[] {
  const faults: SettingFault[] = []
  // The look-up ends this check where the service is faulty itself, which is told already.
  const found = elements.find(settings.smsFullName)
  const services = elements.list({ family: 'SMS.Meta', tier: 'instance' })
  if (!services.some(({ fullName }) => fullName === found?.fullName))
    faults.push({ pointer: '/smsFullName', message: `no SMS service element: ${settings.smsFullName}` })
  for (const [i, code] of settings.allowedCountries.entries())
    if (!isCountry(code)) faults.push({ pointer: `/allowedCountries/${i}`, message: `no country: ${code}` })
  if (!isCountry(settings.defaultCountry))
    faults.push({ pointer: '/defaultCountry', message: `no country: ${settings.defaultCountry}` })
  else faults.push(...checkTestNumbers(settings))
  return faults
}

function checkTestNumbers({ testNumbers, defaultCountry }: PhoneSettings): SettingFault[] {
  const seen = new Set<string>()
  return Object.entries(testNumbers).flatMap(([text, { expires }]) => {
    const pointer = `/testNumbers/${text.replaceAll('~', '~0').replaceAll('/', '~1')}`
    const number = isCountry(defaultCountry) ? readPhoneNumber(text, defaultCountry) : undefined
    if (number === undefined) return [{ pointer, message: 'not a phone number' }]
    if (seen.has(number.e164)) return [{ pointer, message: 'is the same number as another entry' }]
    seen.add(number.e164)
    if (Number.isNaN(Date.parse(expires))) return [{ pointer: `${pointer}/expires`, message: 'not a date' }]
    return [{ pointer, message: `gets a fixed code and no SMS until ${expires}`, warning: true }]
  })
}

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { getCountries, getCountryCallingCode, getExampleNumber } from 'libphonenumber-js/max'
import examples from 'libphonenumber-js/mobile/examples'
import {
  type Country,
  isCountry,
  maskNational,
  maskPhone,
  readPhoneNumber,
} from '../../src/base/phone-number.ts'

const read = (text: string, country: Country = 'CN') => readPhoneNumber(text, country)

const digits = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length })

/** Calling code and any digits: mostly numbers that nobody has. */
const plausible = fc
  .tuple(fc.constantFrom(...getCountries()), fc.integer({ min: 4, max: 11 }).chain(digits))
  .map(([country, rest]) => `+${getCountryCallingCode(country)}${rest}`.slice(0, 16))

/** Real mobile numbers of every country: an example of each with other last digits. */
const mobile = fc
  .tuple(fc.constantFrom(...getCountries()), digits(4))
  .map(([country, last]) => `${getExampleNumber(country, examples)?.number.slice(0, -4)}${last}`)
  .filter((e164) => read(e164)?.mobile === true && read(e164)?.e164 === e164)

const between = fc.constantFrom(
  '',
  ' ',
  '-',
  '\u00a0',
  '\u200b',
  '\u202a',
  '\u2066',
  '\u200d',
  '.',
  '(',
  ')',
  '\t',
  '　',
)

/** Another way to write an E.164 number. */
const spelled = (e164: string) =>
  fc
    .record({
      plus: fc.constantFrom('+', '00', '＋', '0 0'),
      isWide: fc.boolean(),
      gaps: fc.array(between, { minLength: e164.length, maxLength: e164.length }),
    })
    .map(({ plus, isWide, gaps }) => {
      const written = [...e164.slice(1)].map((digit, index) => `${digit}${gaps[index]}`).join('')
      const wide = (text: string) =>
        text.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0))
      return plus + (isWide ? wide(written) : written)
    })

describe('A43: one number, however it is written', () => {
  const spellings = [
    '13800138000',
    ' 138 0013 8000 ',
    '138-0013-8000',
    '(138) 0013.8000',
    '+86 138 0013 8000',
    '+86-138-0013-8000',
    '+8613800138000',
    '0086-13800138000',
    '00 86 138 0013 8000',
    '8613800138000',
    '013800138000',
    '+86 013800138000',
    '+86 (0) 138 0013 8000',
    '１３８００１３８０００',
    '＋８６ １３８００１３８０００',
    '138\u200b0013\u200d8000',
    '\u202a+86 138 0013 8000\u202c',
    '\u2066138\u20690013\u206f8000',
    '\ufeff13800138000',
    '138\u00a00013\u30008000',
    '138‐0013–8000',
    '138―0013−8000',
    '+86/138/00138000',
    '13800138000\n',
  ]
  for (const spelling of spellings)
    test(JSON.stringify(spelling), () => {
      assert.deepEqual(read(spelling), {
        e164: '+8613800138000',
        country: 'CN',
        callingCode: '+86',
        national: '13800138000',
        mobile: true,
      })
    })

  test('00 is the plus of every country, also where people dial something else', () => {
    for (const country of ['CN', 'US', 'JP', 'AU', 'HK', 'SG'] as const)
      assert.equal(read('0086 138 0013 8000', country)?.e164, '+8613800138000', country)
  })

  test('property: whatever stands between the digits, a number is read as itself', () => {
    fc.assert(
      fc.property(
        mobile.chain((e164) => fc.tuple(fc.constant(e164), spelled(e164))),
        ([e164, spelling]) => {
          assert.equal(read(spelling)?.e164, spelling.length > 64 ? undefined : e164)
        },
      ),
    )
  })
})

describe('A44: different numbers stay different', () => {
  test('the same local digits in two countries are two numbers', () => {
    const numbers = ['CN', 'US', 'GB', 'HK'].map((country) => read('2025550123', country as Country)?.e164)
    assert.equal(new Set(numbers.filter((e164) => e164 !== undefined)).size, numbers.filter(Boolean).length)
    assert.equal(read('91234567', 'HK')?.e164, '+85291234567')
    assert.equal(read('91234567', 'SG')?.e164, '+6591234567')
  })

  test('with its calling code a number does not depend on the default country', () => {
    fc.assert(
      fc.property(mobile, fc.constantFrom(...getCountries()), (e164, country) => {
        assert.deepEqual(read(e164, country), read(e164))
      }),
    )
  })

  test('a number of any country is the same as it is stored and as its people type it', () => {
    for (const country of getCountries()) {
      const example = getExampleNumber(country, examples)
      const stored = read(example?.number ?? '', country)
      const typed = read(example?.formatNational() ?? '', country)
      if (typed?.e164 === stored?.e164) assert.deepEqual(typed, stored)
    }
  })

  test('property: two E.164 numbers are never merged, in any spelling', () => {
    const two = fc.tuple(mobile, mobile).filter(([one, other]) => one !== other)
    const both = two.chain(([one, other]) => fc.tuple(spelled(one), spelled(other)))
    fc.assert(
      fc.property(both, ([one, other]) => {
        const [first, second] = [read(one), read(other)]
        assert.ok(first === undefined || first.e164 !== second?.e164)
      }),
    )
  })

  test('property: neighbours, which differ in one digit only, are never merged', () => {
    const place = fc.integer({ min: 1, max: 9 })
    fc.assert(
      fc.property(mobile, place, fc.integer({ min: 1, max: 9 }), (e164, fromEnd, add) => {
        const at = e164.length - fromEnd
        const neighbour = `${e164.slice(0, at)}${(Number(e164[at]) + add) % 10}${e164.slice(at + 1)}`
        assert.notEqual(read(neighbour)?.e164, e164)
      }),
    )
  })
})

describe('reading', () => {
  test('property: what was read is read again as the same', () => {
    fc.assert(
      fc.property(fc.oneof(plausible, mobile, digits(11), digits(10)), (text) => {
        const number = read(text)
        if (number !== undefined) assert.deepEqual(read(number.e164), number)
      }),
      { numRuns: 2000 },
    )
  })

  test('property: any text gives a number in E.164 or nothing, and never throws', () => {
    const units = fc.constantFrom(...'0123456789+- ()０１８＋\u200b\u202e\0٣১a')
    const near = fc.string({
      unit: fc.oneof({ weight: 20, arbitrary: units }, { weight: 1, arbitrary: fc.string() }),
    })
    fc.assert(
      fc.property(
        fc.oneof(near, fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme', maxLength: 100 })),
        fc.constantFrom(...getCountries()),
        (text, country) => {
          const number = read(text, country)
          if (number === undefined) return
          assert.match(number.e164, /^\+[1-9]\d{3,17}$/)
          assert.equal(number.callingCode + number.national, number.e164)
          assert.ok(isCountry(number.country))
        },
      ),
      { numRuns: 2000 },
    )
  })

  test('what is no number at all is nothing', () => {
    const garbage = ['', ' ', '+', 'abc', '13800138000abc', 'a13800138000', '1380013800٠', '++8613800138000']
    const more = ['+0086 13800138000', '138', '138001380001380013800138000', '13800138000\0', '13800138000,1']
    for (const text of [...garbage, ...more, '1'.repeat(10_000), '\ud800', '+86+13800138000', '138 x 0013'])
      assert.equal(read(text), undefined, JSON.stringify(text))
  })

  test("the seeds' numbers: two exist, two do not but can be named as test numbers", () => {
    for (const [text, isMobile] of [
      ['13800138000', true],
      ['13900139000', true],
      ['12345678901', false],
      ['11012345678', false],
    ] as const) {
      const number = read(text)
      assert.deepEqual([number?.e164, number?.country, number?.mobile], [`+86${text}`, 'CN', isMobile])
    }
  })

  test('a landline, an emergency number and a premium number are not mobile', () => {
    for (const text of ['010-6552-9988', '+44 20 7946 0958', '+44 909 879 0000', '+86 110 1234 5678'])
      assert.notEqual(read(text)?.mobile, true, text)
  })

  test('a number of North America, where one cannot tell, is served', () => {
    assert.deepEqual([read('+1 202 555 0123')?.mobile, read('+1 202 555 0123')?.country], [true, 'US'])
  })

  test('reading the same text again gives the same answer, however much was read in between', () => {
    const before = read('13800138000')
    for (let index = 0; index < 25_000; index += 1) read(String(13_000_000_000 + index * 7))
    assert.deepEqual(read('13800138000'), before)
    assert.equal(read('13800138000', 'US')?.country, 'US', 'another default country is another question')
  })
})

describe('L1: masking', () => {
  test('it looks as the spec gives it', () => {
    assert.equal(maskPhone('+8613800138000'), '+86138****8000')
    const number = read('13800138000')
    assert.equal(number && maskNational(number), '138****8000')
  })

  test('property: the last four digits and what stands before the last eight are shown, never more', () => {
    fc.assert(
      fc.property(fc.oneof(plausible, mobile), (e164) => {
        const masked = maskPhone(e164)
        const shown = masked.replace(/[^\d]/g, '')
        const all = e164.slice(1)
        assert.ok(masked.includes('****') && !masked.includes(all))
        assert.ok(shown.length <= Math.max(0, all.length - 4))
        if (shown.length > 0) assert.equal(`+${shown}`, e164.slice(0, -8) + e164.slice(-4))
      }),
    )
  })

  test('of a short number nothing is shown', () => {
    for (const e164 of ['', '+', '+2901', '+2901234']) assert.equal(maskPhone(e164), '****')
    const short = read('+290 51234')
    assert.ok(short !== undefined && maskNational(short) === '****')
  })
})

test('countries are those of ISO 3166, in capital letters', () => {
  for (const country of ['CN', 'US', 'GB', 'HK']) assert.ok(isCountry(country))
  for (const country of ['cn', 'XX', 'CHN', '', '86', '__proto__', 'constructor', 'toString'])
    assert.ok(!isCountry(country), country)
})

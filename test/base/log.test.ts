import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { createLog } from '../../src/base/log.ts'

function written(write: (log: ReturnType<typeof createLog>) => void): string {
  const lines: string[] = []
  write(createLog('info', { write: (line: string) => lines.push(line) }))
  return lines.join('')
}

const mainland = fc
  .string({ unit: fc.constantFrom(...'0123456789'), minLength: 9, maxLength: 9 })
  .map((rest) => `13${rest}`)

/** What a log line may say around a number, as long as the number is no part of a word. */
const around = fc
  .string({ unit: 'binary', maxLength: 12 })
  .filter((text) => !/[\da-zA-Z]$/.test(text) && !/^[\da-zA-Z]/.test(text))

const spelled = (phone: string) => {
  const spaced = `${phone.slice(0, 3)} ${phone.slice(3, 7)} ${phone.slice(7)}`
  return fc.constantFrom(
    phone,
    `+86${phone}`,
    `+86 ${spaced}`,
    `0086${phone}`,
    `0086-${phone}`,
    `86${phone}`,
    spaced,
    spaced.replaceAll(' ', '-'),
    `%2B86${phone}`,
    `?phone=${phone}&x=1`,
    `%3D${phone}`,
  )
}

/** Every text in a value, however deep. */
function textsIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [String(value)]
  return Object.entries(value).flatMap(([key, one]) => [key, ...textsIn(one)])
}

describe('L1: numbers in the log', () => {
  test('a number is masked wherever in a line it stands', () => {
    const line = written((log) =>
      log.info({ phone: '+8613800138000', list: ['13900139000'] }, 'to +14155552671'),
    )
    assert.match(line, /\+86138\*\*\*\*8000/)
    assert.match(line, /139\*\*\*\*9000/)
    assert.match(line, /\+141\*\*\*\*2671/)
    assert.doesNotMatch(line, /00138000|00139000|55552671/)
    assert.ok(JSON.parse(line))
  })

  test('in errors, their causes and stacks too', () => {
    const cause = new Error('no user has\n13800138000')
    const line = written((log) =>
      log.error({ err: new Error('failed for +8613800138000', { cause }) }, 'failed'),
    )
    assert.doesNotMatch(line, /13800138000/)
    assert.equal(line.match(/138\*\*\*\*8000/g)?.length, line.match(/138\*{4}/g)?.length)
    assert.ok(JSON.parse(line))
  })

  test('a number that is no string becomes one, and the line stays JSON', () => {
    const fields = { phone: 13800138000, more: [8613800138000, 42], at: 1795251600000 }
    const line = written((log) => log.info(fields, 'said'))
    const { phone, more, at } = JSON.parse(line)
    assert.deepEqual([phone, more, at], ['138****8000', ['86138****8000', 42], 1795251600000])
  })

  test('property: no spelling of a number is left in any field, and the line stays JSON', () => {
    const told = mainland.chain((phone) => fc.tuple(fc.constant(phone), spelled(phone), around, around))
    fc.assert(
      fc.property(told, ([phone, spelling, before, after]) => {
        const text = before + spelling + after
        const fields = { text, list: [{ text }], [text]: 1, err: new Error(text) }
        const line = written((log) => log.info(fields, text))
        for (const one of textsIn(JSON.parse(line)))
          assert.ok(!one.replace(/[ -]/g, '').includes(phone), `${JSON.stringify(one)} shows ${phone}`)
      }),
      { numRuns: 400 },
    )
  })

  test('numbers of other countries are masked where they stand with a plus', () => {
    for (const e164 of ['+14155552671', '+447911123456', '+85291234567', '+6831234', '+491512345678901'])
      assert.doesNotMatch(
        written((log) => log.info(`to ${e164}, twice`)),
        new RegExp(e164.slice(-6)),
        e164,
      )
  })

  test('what is no number is left as it is', () => {
    const fields = {
      at: 1795251600000,
      date: '2026-11-21T09:00:00.000Z',
      id: '0f13800138000aa1',
      token: 'x13800138000y',
      address: '203.0.113.7',
      range: '2001:db8::/48',
      price: 12.5,
      port: 8080,
      zone: '+0800',
    }
    const { level, time, msg, ...rest } = JSON.parse(written((log) => log.info(fields, 'said')))
    assert.deepEqual(rest, fields)
  })
})

test('the level decides what is written', () => {
  assert.equal(
    written((log) => log.debug('nothing')),
    '',
  )
  assert.match(
    written((log) => log.warn('something')),
    /"time":"\d{4}-\d\d-\d\dT[\d:.]+Z".*"msg":"something"/,
  )
})

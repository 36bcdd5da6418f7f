import assert from 'node:assert/strict'
import path from 'node:path'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { findForbiddenKey } from '../../src/elements/element-name.ts'
import { formatFault } from '../../src/elements/fault.ts'
import { locateSyntaxError } from '../../src/elements/json-syntax.ts'
import { readJson } from '../../src/elements/read-json.ts'
import { tempFolder } from './support/temp-folder.ts'

describe('a file that is no JSON', () => {
  const cases = [
    ['{"a": x}', 1, 7],
    ['{\n  "a": 1\n  "b": 2\n}', 3, 3],
    ['{"a": 1,}', 1, 9],
    ['{"a": 01}', 1, 8],
    ['[1, 2', 1, 6],
    ['{"a": "b\nc"}', 1, 7],
    ['{} {}', 1, 4],
    ['', 1, 1],
    ['{a: 1}', 1, 2],
    ['{"a" 1}', 1, 6],
    ['"\\q"', 1, 1],
  ] as const
  for (const [text, line, column] of cases)
    test(`is a fault with its line and column: ${JSON.stringify(text)}`, (t) => {
      const folder = tempFolder(t, { 'a.json': text })
      const { fault } = readJson(path.join(folder, 'a.json'), 'a.json')
      assert.deepEqual(fault, {
        file: 'a.json',
        pointer: '',
        message: `is not JSON: line ${line}, column ${column}`,
      })
    })

  test('is never quoted, since it may hold a secret', (t) => {
    const folder = tempFolder(t, { 'a.json': '{"key": hunter2}' })
    const { fault } = readJson(path.join(folder, 'a.json'), 'a.json')
    assert.doesNotMatch(JSON.stringify(fault), /hunter2/)
  })

  test('is never located behind the place where JSON.parse stops', () => {
    fc.assert(
      fc.property(fc.json(), fc.nat(), fc.constantFrom('', ',', '}', ']', ':', '1', 'x'), (json, at, put) => {
        const place = at % (json.length + 1)
        const text = json.slice(0, place) + put + json.slice(place + 1)
        const told = positionOf(text)
        if (told === undefined) return
        const { line, column } = locateSyntaxError(text)
        assert.ok(line === 1 && column <= told + 1, `${text}: ${column}, not ${told + 1}`)
      }),
      { numRuns: 2000 },
    )
  })
})

/** Where `JSON.parse` stops, 0-based; nothing when the text is JSON or the position is not told. */
function positionOf(text: string): number | undefined {
  try {
    JSON.parse(text)
    return undefined
  } catch (error) {
    const position = /at position (\d+)/.exec((error as Error).message)?.[1]
    return position === undefined ? undefined : Number(position)
  }
}

describe('keys that no JSON may hold', () => {
  for (const key of ['__proto__', 'constructor', 'prototype'])
    test(`${key} is refused at any depth, with its place`, (t) => {
      const folder = tempFolder(t, { 'a.json': `{"list": [{"${key}": 1}]}` })
      const { fault } = readJson(path.join(folder, 'a.json'), 'a.json')
      assert.equal(fault && formatFault(fault), `a.json: /list/0/${key}: is a key that no JSON may hold here`)
    })

  test('are found however deep, and a circle ends the search', () => {
    let deep: unknown = { constructor: 1 }
    for (let i = 0; i < 200_000; i += 1) deep = [deep]
    assert.equal(findForbiddenKey(deep)?.at(-1), 'constructor')
    const circle: Record<string, unknown> = {}
    circle.self = circle
    assert.equal(findForbiddenKey(circle), undefined)
  })
})

test('a byte order mark before JSON is no fault', (t) => {
  const folder = tempFolder(t, { 'a.json': '\uFEFF{"a":1}' })
  assert.deepEqual(readJson(path.join(folder, 'a.json'), 'a.json'), { value: { a: 1 } })
})

test('a file that cannot be read is a fault', (t) => {
  const folder = tempFolder(t, { 'a.json/inside': 'x' })
  assert.match(
    readJson(path.join(folder, 'a.json'), 'a.json').fault?.message ?? '',
    /cannot be read \(EISDIR\)/,
  )
})

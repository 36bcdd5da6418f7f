import assert from 'node:assert/strict'
import { test } from 'node:test'
import Type, { type TSchema } from 'typebox'
import { Settings } from 'typebox/system'
import { schemaFaults } from '../../src/elements/schema-faults.ts'

const told = (schema: TSchema, value: unknown) =>
  schemaFaults(schema, value).map(({ pointer, message }) => `${pointer} ${message}`)

const strict = { additionalProperties: false }

test('a fault stands at its own place, also inside lists and behind odd keys', () => {
  const schema = Type.Record(Type.String(), Type.Array(Type.Object({ n: Type.Integer() }, strict)))
  assert.deepEqual(told(schema, { 'a/b~c': [{ n: 1 }, { n: 'x' }, { m: 1 }] }), [
    '/a~1b~0c/1/n must be integer',
    '/a~1b~0c/2/n is missing',
    '/a~1b~0c/2/m is unknown',
  ])
})

test('a choice of fixed values lists them', () => {
  const schema = Type.Union([Type.Literal('a'), Type.Literal(0)])
  assert.deepEqual(told(schema, 'b'), [' must be one of "a", 0'])
  assert.deepEqual(told(Type.Literal(1), 2), [' must be 1'])
  assert.deepEqual(told(Type.Enum(['a', 'b']), 'c'), [' must be one of "a", "b"'])
})

test('a choice of forms says what each lacks, once', () => {
  const schema = Type.Object({
    who: Type.Union([Type.String({ minLength: 3 }), Type.Object({ id: Type.Integer() })]),
  })
  assert.deepEqual(told(schema, { who: 'x' }), [
    '/who must not have fewer than 3 characters, or must be object',
  ])
  assert.deepEqual(told(schema, { who: { id: 'x' } }), ['/who must be string'])
})

test('a value is never shown', () => {
  const schema = Type.Object({
    a: Type.String({ pattern: '^x$', maxLength: 3 }),
    b: Type.Literal(1),
    c: Type.Union([Type.Null()]),
  })
  assert.doesNotMatch(told(schema, { a: 'hunter2', b: 'hunter2', c: 'hunter2' }).join(), /hunter2/)
})

test("the library's own limit of faults is as it was afterwards", () => {
  const before = Settings.Get().maxErrors
  assert.equal(told(Type.Array(Type.Integer()), Array(50).fill('x')).length, 50)
  assert.equal(schemaFaults(Type.Array(Type.Integer()), Array(50).fill('x'), 4).length, 4)
  assert.equal(Settings.Get().maxErrors, before)
})

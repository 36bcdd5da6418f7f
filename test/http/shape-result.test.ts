/** Only what a schema lists leaves with an answer (spec 6, D2). */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import Type, { type TSchema } from 'typebox'
import { shapeResult } from '../../src/http/shape-result.ts'

/** As it is after JSON. */
const shaped = (schema: TSchema, value: unknown): unknown =>
  JSON.parse(JSON.stringify(shapeResult(schema, value, 'test')))

const refuses = (schema: TSchema, value: unknown) =>
  assert.throws(() => shapeResult(schema, value, 'the test'), /the test does not match its schema/)

const person = Type.Object({ name: Type.String(), age: Type.Optional(Type.Integer()) })

describe('D2: what leaves with an answer', () => {
  test('fields that are not listed stay here, at every depth', () => {
    const schema = Type.Object({ people: Type.Array(person), best: Type.Union([person, Type.Null()]) })
    const ann = { name: 'Ann', age: 30, password: 'x' }
    assert.deepEqual(shaped(schema, { people: [ann], best: ann, more: 1 }), {
      people: [{ name: 'Ann', age: 30 }],
      best: { name: 'Ann', age: 30 },
    })
    assert.deepEqual(shaped(schema, { people: [], best: null }), { people: [], best: null })
  })

  test('rows give their plain values, dates their text', () => {
    const row = { name: { value: 'Ann' }, toDict: () => ({ name: 'Ann', password: 'x' }) }
    assert.deepEqual(shaped(Type.Array(person), [row]), [{ name: 'Ann' }])
    assert.equal(shaped(Type.String(), new Date(0)), '1970-01-01T00:00:00.000Z')
  })

  test('the value itself is not touched', () => {
    const value = Object.freeze({ name: 'Ann', secret: Object.freeze({ word: 'x' }) })
    assert.deepEqual(shaped(person, value), { name: 'Ann' })
    assert.deepEqual(value, { name: 'Ann', secret: { word: 'x' } })
  })

  test('a union takes the first form that fits', () => {
    const schema = Type.Union([
      Type.Object({ kind: Type.Literal('a'), a: Type.String() }),
      Type.Object({ kind: Type.Literal('b'), b: Type.String() }),
    ])
    assert.deepEqual(shaped(schema, { kind: 'b', a: 'x', b: 'y' }), { kind: 'b', b: 'y' })
    refuses(schema, { kind: 'c' })
  })

  test('records, tuples, intersections and open objects', () => {
    assert.deepEqual(shaped(Type.Record(Type.String(), person), { x: { name: 'Ann', y: 1 } }), {
      x: { name: 'Ann' },
    })
    assert.deepEqual(shaped(Type.Tuple([person, Type.Integer()]), [{ name: 'Ann', y: 1 }, 2]), [
      { name: 'Ann' },
      2,
    ])
    const both = Type.Intersect([person, Type.Object({ id: Type.Integer() })])
    assert.deepEqual(shaped(both, { name: 'Ann', id: 1, y: 2 }), { name: 'Ann', id: 1 })
    const open = Type.Object({ id: Type.Integer() }, { additionalProperties: Type.String() })
    assert.deepEqual(shaped(open, { id: 1, more: 'x' }), { id: 1, more: 'x' })
    refuses(open, { id: 1, more: 5 })
  })

  test('a schema that refers to itself', () => {
    const tree = Type.Cyclic(
      { Node: Type.Object({ id: Type.Integer(), inner: Type.Array(Type.Ref('Node')) }) },
      'Node',
    )
    const value = { id: 1, x: 1, inner: [{ id: 2, x: 1, inner: [] }] }
    assert.deepEqual(shaped(tree, value), { id: 1, inner: [{ id: 2, inner: [] }] })
  })

  test('an unknown result is copied as JSON has it: no functions', () => {
    assert.deepEqual(shaped(Type.Unknown(), { a: [{ b: 1, f() {} }], toDict: undefined }), { a: [{ b: 1 }] })
  })

  test('__proto__ is a name like any other', () => {
    const value = JSON.parse('{"__proto__":{"x":1}}')
    const result = shapeResult(Type.Unknown(), value, 'test') as object
    assert.equal(Object.getPrototypeOf(result), null)
    assert.equal(JSON.stringify(result), '{"__proto__":{"x":1}}')
  })

  test('what is missing or of another type is a defect, and nothing of it leaves', () => {
    refuses(person, {})
    refuses(person, { name: { secret: 1 } })
    refuses(person, [])
    refuses(person, null)
    refuses(person, undefined)
    refuses(Type.Array(person), { 0: { name: 'Ann' } })
    refuses(Type.Literal(1), 2)
    refuses(Type.String(), () => 'x')
  })

  test('property: whatever a value holds, only listed names are in what leaves', () => {
    const schema = Type.Object({ a: Type.Unknown(), list: Type.Array(Type.Object({ b: Type.Integer() })) })
    const item = fc.record({ b: fc.integer(), c: fc.anything() })
    const value = fc.record({ a: fc.string(), list: fc.array(item), other: fc.anything() })
    fc.assert(
      fc.property(value, (one) => {
        const result = shaped(schema, one) as { list: object[] }
        assert.deepEqual(Object.keys(result).toSorted(), ['a', 'list'])
        for (const inner of result.list) assert.deepEqual(Object.keys(inner), ['b'])
      }),
    )
  })
})

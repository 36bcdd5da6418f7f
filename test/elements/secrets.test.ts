import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import Type from 'typebox'
import { maskSecrets, secretPaths } from '../../src/elements/secrets.ts'

const secret = Type.String({ secret: true })

describe('settings that a schema marks secret are masked', () => {
  const cases = [
    [
      'in an object',
      Type.Object({ a: secret, b: Type.String() }),
      { a: 'x', b: 'y' },
      { a: '******', b: 'y' },
    ],
    ['in a record', Type.Record(Type.String(), secret), { k: 'x' }, { k: '******' }],
    [
      'in a list',
      Type.Array(Type.Object({ a: secret })),
      [{ a: 'x' }, { a: 'y' }],
      [{ a: '******' }, { a: '******' }],
    ],
    ['in a tuple', Type.Tuple([Type.String(), secret]), ['x', 'y'], ['x', '******']],
    [
      'in one form of several',
      Type.Union([Type.Integer(), Type.Object({ a: secret })]),
      { a: 'x' },
      { a: '******' },
    ],
    [
      'in an intersection',
      Type.Intersect([Type.Object({ a: secret }), Type.Object({ b: Type.String() })]),
      { a: 'x', b: 'y' },
      { a: '******', b: 'y' },
    ],
    [
      'among further properties',
      Type.Object({ a: Type.String() }, { additionalProperties: secret }),
      { a: 'x', z: 'y' },
      { a: 'x', z: '******' },
    ],
    [
      'as a whole object',
      Type.Object({ a: Type.Object({ b: Type.String() }, { secret: true }) }),
      { a: { b: 'x' } },
      { a: '******' },
    ],
    [
      'behind a reference',
      Type.Cyclic({ N: Type.Object({ a: secret, n: Type.Optional(Type.Ref('N')) }) }, 'N'),
      { a: 'x', n: { a: 'y' } },
      { a: '******', n: { a: '******' } },
    ],
    [
      'only where one stands',
      Type.Object({ a: Type.Optional(secret), b: Type.Optional(Type.String()) }),
      { b: 'y' },
      { b: 'y' },
    ],
  ] as const
  for (const [name, schema, settings, masked] of cases)
    test(name, () => {
      assert.deepEqual(maskSecrets(schema, settings), masked)
    })

  test('and the settings stay as they were', () => {
    const settings = { a: 'x' }
    maskSecrets(Type.Object({ a: secret }), settings)
    assert.deepEqual(settings, { a: 'x' })
  })
})

test('a list of schemas for a list is read too', () => {
  const draft7 = Type.Unsafe({ type: 'array', items: [{ type: 'string', secret: true }] })
  assert.deepEqual(secretPaths(draft7, ['x', 'y']), [['0']])
})

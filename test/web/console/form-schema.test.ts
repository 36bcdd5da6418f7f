/** What the form of an element draws of the schemas of its Types. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { clientSettings } from '../../../src/clients/client-settings.ts'
import { formSchema } from '../../../web/console/screens/elements/form-schema.ts'

describe('formSchema', () => {
  test('a choice of fixed values is an enum, at every depth; everything else stays', () => {
    const choice = { anyOf: [{ const: 'a' }, { const: 'b' }], description: 'One.' }
    const schema = { type: 'object', properties: { one: choice, many: { type: 'array', items: choice } } }
    const drawn = { type: 'string', enum: ['a', 'b'], description: 'One.' }
    assert.deepEqual(formSchema(schema), {
      type: 'object',
      properties: { one: drawn, many: { type: 'array', items: drawn } },
    })
    assert.deepEqual(formSchema({ anyOf: [{ const: 1 }, { const: 2 }] }), { type: 'integer', enum: [1, 2] })
  })

  test('every choice of a client has a type that the form knows', () => {
    const { properties } = formSchema(JSON.parse(JSON.stringify(clientSettings)))
    for (const name of ['profile', 'mfa', 'error_codes', 'limitStatus', 'idTokenAlg'])
      assert.ok(['string', 'integer'].includes(Object(properties)[name].type), name)
  })
})

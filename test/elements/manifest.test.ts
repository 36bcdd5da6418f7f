import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseManifest, variableNames } from '../../src/elements/manifest.ts'

const least = { title: 'A', type: 'x.Type' }

const messages = (value: unknown) =>
  parseManifest(value).faults.map(({ pointer, message }) => `${pointer} ${message}`)

describe('spec 1: the keys of e.json', () => {
  test('title and type are required', () => {
    assert.deepEqual(messages({}), ['/title is missing', '/type is missing'])
  })

  test('all faults are told together', () => {
    assert.deepEqual(
      messages({ title: '', type: 1, default: 2, accessModifier: 'secret', variables: ['a-b'] }).length,
      5,
    )
  })

  test('an empty type is a Meta, any other must be a fullName', () => {
    assert.deepEqual(messages({ title: 'A', type: '' }), [])
    for (const type of ['a-b', 'a..b', '.a', 'a.constructor', '1a'])
      assert.deepEqual(messages({ title: 'A', type }), ['/type is not the fullName of an element'])
  })

  test('unknown keys are kept and named', () => {
    const { manifest, unknownKeys } = parseManifest({ ...least, colour: 'red' })
    assert.equal(manifest?.colour, 'red')
    assert.deepEqual(unknownKeys, ['colour'])
  })

  test('keys of the platform are known: those of the seeds give no warning', () => {
    const seed = {
      ...least,
      backendBundleEntry: '.',
      frontBundleEntry: './phoneConfig.json',
      variables: [],
      appId: 'your.app.id',
      extendType: 'self',
      default: 1,
      allowRegister: 1,
    }
    assert.deepEqual(parseManifest(seed), { manifest: seed, faults: [], unknownKeys: [] })
  })

  test('default and allowRegister are 0 or 1', () => {
    assert.deepEqual(messages({ ...least, default: 2, allowRegister: true }), [
      '/default must be one of 0, 1',
      '/allowRegister must be one of 0, 1',
    ])
  })

  test('accessModifier is private, protected or public', () => {
    assert.deepEqual(messages({ ...least, accessModifier: 'secret' }), [
      '/accessModifier must be one of "private", "protected", "public"',
    ])
  })

  test('variables are names, or objects with a name', () => {
    const { manifest } = parseManifest({ ...least, variables: ['ONE', { name: 'TWO', title: 'Two' }] })
    assert.ok(manifest)
    assert.deepEqual([...variableNames(manifest)], ['ONE', 'TWO'])
  })

  test('what is no object is a fault', () => {
    for (const value of [null, [], 'x', 1]) assert.equal(messages(value).length, 1)
  })
})

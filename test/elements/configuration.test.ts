import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Registry } from '../../src/elements/registry.ts'
import type { HelloSettings } from './support/greeting.ts'
import { loadApp, registryOf } from './support/load-app.ts'

const hello = { title: 'Hi', type: 'greet.Hello' }

const settings = (registry: Registry, fullName = 'a') => registry.find(fullName)?.settings as HelloSettings

describe('spec 1: the configuration file', () => {
  test('is frontBundleEntry when that names a .json', async (t) => {
    const registry = await registryOf(t, {
      'a/e.json': { ...hello, frontBundleEntry: './Config.json' },
      'a/Config.json': { motto: 'entry' },
      'a/a.json': { motto: 'instance' },
    })
    assert.equal(settings(registry).motto, 'entry')
  })

  test('else {instance}.json', async (t) => {
    const registry = await registryOf(t, {
      'a/e.json': { ...hello, frontBundleEntry: './index.tsx' },
      'a/a.json': { motto: 'instance' },
      'a/other.json': { motto: 'other' },
    })
    assert.equal(settings(registry).motto, 'instance')
  })

  test("else the folder's only other .json", async (t) => {
    const registry = await registryOf(t, { 'a/e.json': hello, 'a/other.json': { motto: 'other' } })
    assert.equal(settings(registry).motto, 'other')
  })

  test("else the Type's defaults, with a warning when there are several files", async (t) => {
    const registry = await registryOf(t, { 'a/e.json': hello })
    assert.deepEqual(settings(registry), {
      motto: 'be kind',
      allowRegister: 1,
      times: 1,
      limits: { day: 10 },
    })
    const several = await loadApp(t, { 'a/e.json': hello, 'a/x.json': { motto: 'x' }, 'a/y.json': {} })
    assert.ok(several.registry)
    assert.equal(settings(several.registry).motto, 'be kind')
    assert.deepEqual(several.warned, [
      "a/e.json: x.json, y.json: none of them is a.json, so the Type's defaults are used",
    ])
  })

  test('one that frontBundleEntry names and that is missing is a fault', async (t) => {
    const { told } = await loadApp(t, { 'a/e.json': { ...hello, frontBundleEntry: './gone.json' } })
    assert.deepEqual(told, ['a/e.json: /frontBundleEntry: is missing: ./gone.json'])
  })

  test('one that is no JSON is a fault with its file, line and column', async (t) => {
    const { told } = await loadApp(t, { 'a/e.json': hello, 'a/a.json': '{\n"motto": ,\n}' })
    assert.deepEqual(told, ['a/a.json: is not JSON: line 2, column 10'])
  })

  test('one that is no object is a fault', async (t) => {
    const { told } = await loadApp(t, { 'a/e.json': hello, 'a/a.json': [] })
    assert.deepEqual(told, ['a/a.json: must be object'])
  })

  test('settings are fixed once they are loaded', async (t) => {
    const registry = await registryOf(t, { 'a/e.json': hello, 'a/a.json': { limits: { day: 3 } } })
    assert.throws(() => Object.assign(settings(registry).limits, { day: 4 }), TypeError)
  })

  test('more than eight faults of one file are all told', async (t) => {
    const unknown = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`k${i}`, i]))
    const { told } = await loadApp(t, { 'a/e.json': hello, 'a/a.json': unknown })
    assert.equal(told.length, 30)
  })
})

describe('spec 2, spec 3: read from the configuration file, else from e.json', () => {
  test('allowRegister of e.json counts where the configuration has none', async (t) => {
    const manifest = { ...hello, allowRegister: 0 }
    const registry = await registryOf(t, {
      'a/e.json': manifest,
      'b/e.json': manifest,
      'b/b.json': { allowRegister: 1 },
    })
    assert.deepEqual([settings(registry).allowRegister, settings(registry, 'b').allowRegister], [0, 1])
  })

  test('a key that the Type does not know is not taken from e.json', async (t) => {
    const registry = await registryOf(t, { 'a/e.json': { ...hello, default: 1 } })
    assert.ok(!('default' in settings(registry)))
  })
})

describe('spec 1: {{NAME}}', () => {
  const environment = { ONE: '1', TWO: 'two', LATCHKEY_SECRET: 'hunter2', EMPTY: '' }
  const listed = {
    ...hello,
    variables: ['ONE', { name: 'TWO' }, 'LATCHKEY_SECRET', 'MISSING', 'constructor', 'EMPTY'],
  }

  test('is replaced in any string of the configuration, for names that variables lists', async (t) => {
    const files = {
      'a/e.json': listed,
      'a/a.json': { motto: '{{ONE}} and {{ TWO }}{{EMPTY}}', partner: '{{TWO}}' },
    }
    const { told } = await loadApp(t, files, { environment })
    assert.deepEqual(told, ['a/a.json: /partner: no greeting: two'])
    const registry = await registryOf(
      t,
      { ...files, 'a/a.json': { motto: '{{ONE}} and {{ TWO }}{{EMPTY}}' } },
      { environment },
    )
    assert.equal(settings(registry).motto, '1 and two')
  })

  test('of a name that is not listed stays as it is, with a warning', async (t) => {
    const { registry, warned } = await loadApp(
      t,
      { 'a/e.json': hello, 'a/a.json': { motto: '{{ONE}}' } },
      { environment },
    )
    assert.ok(registry)
    assert.equal(settings(registry).motto, '{{ONE}}')
    assert.deepEqual(warned, [
      'a/a.json: /motto: {{ONE}} is not among the variables of e.json and stays as it is',
    ])
  })

  test("never reads the process's own settings, whatever variables lists", async (t) => {
    const files = { 'a/e.json': listed, 'a/a.json': { motto: '{{LATCHKEY_SECRET}}' } }
    const { told } = await loadApp(t, files, { environment })
    assert.deepEqual(told, ['a/a.json: /motto: LATCHKEY_SECRET is a setting of the process itself'])
  })

  test('that the environment does not have is a fault with file and name, once, and never with a value', async (t) => {
    const files = { 'a/e.json': listed, 'a/a.json': { motto: '{{TWO}} {{MISSING}}', key: '{{constructor}}' } }
    const { told } = await loadApp(t, files, { environment })
    assert.deepEqual(told, [
      'a/a.json: /motto: the environment has no MISSING',
      'a/a.json: /key: the environment has no constructor',
    ])
  })

  test('brings values, not placeholders: what is replaced is not looked at again', async (t) => {
    const files = { 'a/e.json': listed, 'a/a.json': { motto: '{{TWO}}' } }
    const registry = await registryOf(t, files, { environment: { TWO: '{{ONE}}', ONE: '1' } })
    assert.equal(settings(registry).motto, '{{ONE}}')
  })
})

describe('spec 1: a secret that stands literally in a configuration file', () => {
  test('is accepted with a warning that does not show it', async (t) => {
    const { registry, warned } = await loadApp(t, { 'a/e.json': hello, 'a/a.json': { key: 'hunter2' } })
    assert.ok(registry)
    assert.equal(settings(registry).key, 'hunter2')
    assert.deepEqual(warned, [
      'a/a.json: /key: is a secret that stands here literally: better {{NAME}} from the environment',
    ])
  })

  test('is not one when it comes from the environment', async (t) => {
    const files = { 'a/e.json': { ...hello, variables: ['KEY'] }, 'a/a.json': { key: '{{KEY}}' } }
    const { registry, warned } = await loadApp(t, files, { environment: { KEY: 'hunter2' } })
    assert.ok(registry)
    assert.equal(settings(registry).key, 'hunter2')
    assert.deepEqual(warned, [])
  })
})

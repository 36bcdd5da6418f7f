import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { ConfigurationFaults, formatFault } from '../../src/elements/fault.ts'
import { nearestNames } from '../../src/elements/nearest-names.ts'
import { loadApp, registryOf } from './support/load-app.ts'

const hello = (title = 'Hi') => ({ title, type: 'greet.Hello' })

describe('spec 1: Meta, Type, Instance', () => {
  test('the tier of an element follows from its type and its module', async (t) => {
    const registry = await registryOf(t, { 'a/e.json': hello() })
    const tiers = ['greet.Meta', 'greet.Hello', 'a', 'greet.svc'].map((name) => registry.element(name)?.tier)
    assert.deepEqual(tiers, ['meta', 'type', 'instance', 'instance'])
  })

  test('a Type may have a Type above it, and the family is the Meta at the root', async (t) => {
    const registry = await registryOf(t, {
      'Mine/e.json': { title: 'T', type: 'greet.Hello', backendBundleEntry: './m.ts' },
      'Mine/m.ts': "import { Hello } from 'latchkey'\nexport class Mine extends Hello {}",
      'a/e.json': { title: 'A', type: 'Mine' },
    })
    assert.deepEqual(registry.element('a')?.chain, ['Mine', 'greet.Hello', 'greet.Meta'])
    assert.equal(registry.element('a')?.class?.name, 'Mine')
    assert.deepEqual(
      ['a', 'Mine', 'greet.Meta', 'nobody'].map((name) => registry.family(name)),
      ['greet.Meta', 'greet.Meta', 'greet.Meta', undefined],
    )
  })

  test('an app may bring a Meta and a Type of its own family', async (t) => {
    const registry = await registryOf(t, {
      'own/Meta/e.json': { title: 'M', type: '' },
      'own/T/e.json': { title: 'T', type: 'own.Meta', backendBundleEntry: './t.ts' },
      'own/T/t.ts': "import { ElementType } from 'latchkey'\nexport class T extends ElementType {}",
      'x/e.json': { title: 'X', type: 'own.T' },
    })
    assert.equal(registry.family('x'), 'own.Meta')
  })

  test('a Type that is unknown, in a circle, an Instance, or a Meta of an Instance is a fault, told where it is made', async (t) => {
    const code = "import { Hello } from 'latchkey'\nexport class M extends Hello {}"
    const { told } = await loadApp(t, {
      'a/e.json': { title: 'A', type: 'nobody.Here' },
      'b/e.json': { title: 'B', type: 'b' },
      'c/e.json': { title: 'C', type: 'greet.svc' },
      'd/e.json': { title: 'D', type: 'greet.Meta' },
      'one/e.json': { title: '1', type: 'two', backendBundleEntry: './m.ts' },
      'one/m.ts': code,
      'two/e.json': { title: '2', type: 'one', backendBundleEntry: './m.ts' },
      'two/m.ts': code,
      'user/e.json': { title: 'U', type: 'one' },
      'lost/e.json': { title: 'L', type: 'lost.Type', backendBundleEntry: './m.ts' },
      'lost/m.ts': code,
      'child/e.json': { title: 'C', type: 'lost' },
    })
    assert.deepEqual(told, [
      'a/e.json: /type: there is no nobody.Here',
      'b/e.json: /type: b is an Instance: only a Type may be the type of an element',
      'c/e.json: /type: greet.svc is an Instance: only a Type may be the type of an element',
      'd/e.json: /type: greet.Meta is a Meta, and there is no module here that would make this a Type',
      'lost/e.json: /type: there is no lost.Type',
      'one/e.json: /type: leads in a circle: one → two → one',
      'two/e.json: /type: leads in a circle: two → one → two',
    ])
  })
})

describe('a registry', () => {
  test('lists elements by any Type above them, by family and by tier', async (t) => {
    const registry = await registryOf(t, {
      'b/e.json': hello(),
      'a/e.json': hello(),
      'c/e.json': { title: 'C', type: 'other.Silent' },
    })
    const names = (filter?: Parameters<typeof registry.list>[0]) =>
      registry.list(filter).map(({ fullName }) => fullName)
    assert.deepEqual(names({ type: 'greet.Hello' }), ['a', 'b', 'greet.svc'])
    assert.deepEqual(names({ family: 'other.Meta' }), ['c', 'other.Meta', 'other.Silent'])
    assert.deepEqual(names({ family: 'other.Meta', tier: 'instance' }), ['c'])
    assert.deepEqual(names({ type: 'greet.Meta', tier: 'type' }), ['greet.Hello'])
    assert.equal(names().length, 8)
  })

  test('never changes', async (t) => {
    const registry = await registryOf(t, { 'a/e.json': hello() })
    registry.list().pop()
    assert.equal(registry.list().length, 6)
    assert.throws(() => Object.assign(registry.find('a') ?? {}, { title: 'x' }), TypeError)
    assert.throws(() => Object.assign(registry.refusals, { X: {} }), TypeError)
  })

  test('knows the texts of the refusals that its Types declare', async (t) => {
    const registry = await registryOf(t, {})
    assert.equal(registry.refusals.NO_GREETING?.zh, '不打招呼')
  })
})

describe('names near an unknown one', () => {
  const names = ['SMS.aliyunSms', 'SMS.Aliyun', 'auths.loginTypes.myPhoneLogin', 'a']
  test('are at most three edits away, or have the same last part, the nearest first', () => {
    assert.deepEqual(nearestNames(names, 'SMS.aliyunsms'), ['SMS.aliyunSms', 'SMS.Aliyun'])
    assert.deepEqual(nearestNames(names, 'myPhoneLogin'), ['auths.loginTypes.myPhoneLogin'])
    assert.deepEqual(nearestNames(names, 'nothing.like.it'), [])
  })

  test('are three at most, and a name of any length is answered at once', () => {
    assert.equal(nearestNames(['aa', 'ab', 'ac', 'ad', 'ae'], 'a').length, 3)
    assert.deepEqual(nearestNames(names, 'x'.repeat(1e6)), [])
  })
})

describe('checks of a Type over all elements', () => {
  test('run once every element is built, whatever its place in the folder', async (t) => {
    const { told, warned } = await loadApp(t, {
      'a/e.json': hello(),
      'a/a.json': { partner: 'z' },
      'b/e.json': hello(),
      'b/b.json': { partner: 'other.Silent' },
      'z/e.json': hello(),
      'z/z.json': { times: 2 },
    })
    assert.deepEqual(told, ['b/b.json: /partner: no greeting: other.Silent'])
    assert.deepEqual(warned, ['a/a.json: /partner: greets more than once'])
  })

  test('leave out what depends on an element that is faulty itself', async (t) => {
    const { told } = await loadApp(t, {
      'a/e.json': hello(),
      'a/a.json': { partner: 'z' },
      'z/e.json': hello(),
      'z/z.json': { times: 'many' },
    })
    assert.deepEqual(told, ['z/z.json: /times: must be integer'])
  })
})

test('ConfigurationFaults carries every fault and says each on a line of its own', () => {
  const faults = [
    { file: 'a/e.json', pointer: '/title', message: 'is missing' },
    { file: 'b/b.json', pointer: '', message: 'must be object' },
  ]
  const error = new ConfigurationFaults(faults)
  assert.deepEqual(error.faults, faults)
  assert.equal(error.message, 'a/e.json: /title: is missing\nb/b.json: must be object')
  assert.equal(formatFault({ file: 'a', pointer: '/x', message: 'y' }), 'a: /x: y')
})

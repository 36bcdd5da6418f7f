import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { Refusal } from '../../src/base/refusal.ts'
import type { AppView } from '../../src/elements/app-view.ts'
import type { CallContext } from '../../src/elements/caller.ts'
import { createAppView } from '../../src/elements/create-app-view.ts'
import type { ElementFunctions } from '../../src/elements/define-type.ts'
import type { Registry } from '../../src/elements/registry.ts'
import { Greeting, Hello, type helloFunctions } from './support/greeting.ts'
import { loadFolder, registryOf } from './support/load-app.ts'
import { type Files, tempFolder } from './support/temp-folder.ts'

type HelloElement = ElementFunctions<typeof helloFunctions> & {
  readonly motto: string
  readonly reader: string
  readonly secret: string
}

const hello = { title: 'Hi', type: 'greet.Hello' }
const user = { userId: 'u1', sessionId: 's1' }

type Opened = {
  readonly app: AppView
  readonly audited: [string, CallContext][]
  readonly log: string[]
  swap(next: Registry): void
}

async function open(
  t: TestContext,
  files: Files = { 'a/e.json': hello, 'b/e.json': hello },
): Promise<Opened> {
  let registry = await registryOf(t, files)
  const audited: [string, CallContext][] = []
  const log: string[] = []
  const app = createAppView({
    registry: () => registry,
    bases: [
      { base: Greeting, services: () => ({ log: [] }) },
      { base: Hello, services: () => ({ log }) },
    ],
    explain: ({ code, details }, language) => `${language} ${code} ${JSON.stringify(details)}`,
    onSystem: (reason, call) => audited.push([reason, call]),
  })
  const swap = (next: Registry): void => {
    registry = next
  }
  return { app, audited, log, swap }
}

const element = (app: AppView, fullName = 'a') => app.getElement<HelloElement>(fullName)

const code = (expected: string, details?: object) => (error: unknown) => {
  assert.ok(error instanceof Refusal, String(error))
  assert.equal(error.code, expected)
  if (details !== undefined) assert.deepEqual(error.details, details)
  return true
}

describe('spec 1: getElement', () => {
  test('returns the element with its functions, its properties and its names', async (t) => {
    const { app } = await open(t)
    const { fullName, title, type, motto } = element(app)
    assert.deepEqual([fullName, title, type, motto], ['a', 'Hi', 'greet.Hello', 'be kind'])
    assert.deepEqual(await element(app).greet('Ann'), { text: 'hello Ann', caller: 'system' })
  })

  test('matches exactly; an unknown name is ELEMENT_NOT_FOUND and names the nearest existing ones', async (t) => {
    const { app } = await open(t)
    assert.throws(
      () => app.getElement('greet.svcs'),
      code('ELEMENT_NOT_FOUND', { fullName: 'greet.svcs', nearest: ['greet.svc'] }),
    )
    assert.throws(() => app.getElement('A'), code('ELEMENT_NOT_FOUND'))
    for (const name of ['__proto__', 'constructor', 'toString', ''])
      assert.throws(() => app.getElement(name), code('ELEMENT_NOT_FOUND'))
  })

  test('functions may be taken off the element and called alone', async (t) => {
    const { greet } = element((await open(t)).app)
    assert.equal((await greet('Ann')).text, 'hello Ann')
  })

  test('nothing but what the Type declares can be reached', async (t) => {
    const { app } = await open(t)
    const handle = app.getElement('a')
    for (const name of ['then', 'services', 'element', 'call', 'app', 'constructor', '__proto__', 'toString'])
      assert.equal(Reflect.get(handle, name), undefined, name)
    assert.ok(Object.isFrozen(handle))
    assert.equal(await Promise.resolve(handle), handle)
  })

  test('a property is read from an object made for the caller', async (t) => {
    const { app } = await open(t)
    assert.deepEqual([element(app).reader, element(app.as(user)).reader], ['system', 'user'])
  })

  test('a property that refuses throws its code with the text', async (t) => {
    const { app } = await open(t)
    assert.equal(element(app).secret, 'secret')
    const handle = element(app.as(user))
    assert.throws(() => handle.secret, { code: 'NO_GREETING', message: 'NO_GREETING: en NO_GREETING {}' })
  })

  test('Metas and Types are elements without functions', async (t) => {
    const { app } = await open(t)
    assert.deepEqual(Object.keys(app.getElement('greet.Hello')), ['fullName', 'title', 'type'])
    assert.deepEqual(Object.keys(app.getElement('greet.Meta')), ['fullName', 'title', 'type'])
    await assert.rejects(
      app.callFunction('greet.Hello', 'greet', { name: 'Ann' }, false),
      code('FUNCTION_NOT_FOUND'),
    )
  })

  test('findElements lists by a Type above, or all', async (t) => {
    const { app } = await open(t)
    assert.deepEqual(
      app.findElements({ type: 'greet.Hello' }).map(({ fullName }) => fullName),
      ['a', 'b', 'greet.svc'],
    )
    assert.equal(app.findElements().length, 7)
    assert.equal(app.appId, 'acme.login')
  })

  test('a reload is seen, also by an element that was got before', async (t) => {
    const { app, swap } = await open(t)
    const held = element(app)
    swap(await registryOf(t, { 'a/e.json': hello, 'a/a.json': { motto: 'new', times: 2 } }))
    assert.equal(held.motto, 'new')
    assert.equal((await held.greet('Ann')).text, 'hello Annhello Ann')
    swap(await registryOf(t, {}))
    await assert.rejects(held.greet('Ann'), code('ELEMENT_NOT_FOUND'))
  })

  test('the nearest base of the class decides what services it is made with', async (t) => {
    const { app, log } = await open(t)
    await element(app).greet('Ann')
    assert.deepEqual(log, ['Ann'])
  })
})

describe('spec 1: callers', () => {
  test('in-process code that opened the app is system', async (t) => {
    const { app } = await open(t)
    assert.equal((await element(app).greet('Ann')).caller, 'system')
    assert.equal(await element(app).inside(), 'inside')
  })

  test('app.as gives the same app seen by that user', async (t) => {
    const { app } = await open(t)
    assert.equal(await element(app.as(user)).whoAmI(), 'u1')
  })

  test('app.as takes ids only: a field of a user row is told from them', async (t) => {
    const { app } = await open(t)
    const wrong: [unknown, unknown, RegExp][] = [
      [{ value: 'u1' }, 's1', /userId has to be a text.*user\.userId\.value/],
      [' ', 's1', /userId/],
      ['u1', undefined, /sessionId has to be a text.*asSession/],
      ['u1', '', /sessionId/],
    ]
    for (const [userId, sessionId, message] of wrong)
      assert.throws(() => app.as({ userId, sessionId } as typeof user), { name: 'TypeError', message })
  })

  test('a function on the current user is LOGIN_REQUIRED without one', async (t) => {
    const { app } = await open(t)
    const anonymous = app.with({ caller: { kind: 'anonymous' } })
    for (const view of [app, anonymous]) await assert.rejects(element(view).whoAmI(), code('LOGIN_REQUIRED'))
    await assert.rejects(element(anonymous).note('u1', 'x'), code('LOGIN_REQUIRED'))
  })

  test('a function for the system is FORBIDDEN to others', async (t) => {
    const { app } = await open(t)
    await assert.rejects(element(app.as(user)).inside(), code('FORBIDDEN'))
    await assert.rejects(element(app.with({ caller: { kind: 'anonymous' } })).inside(), code('FORBIDDEN'))
  })

  test('a user may pass only the own userId; system may pass any', async (t) => {
    const { app } = await open(t)
    const own = element(app.as(user))
    assert.equal(await own.note('u1', 'x'), 'u1: x')
    assert.equal(await own.note({ userId: { value: 'u1' }, note: 'x' }), 'u1: x')
    await assert.rejects(own.note('u2', 'x'), code('FORBIDDEN'))
    await assert.rejects(own.note({ userId: { value: 'u2' }, note: 'x' }), code('FORBIDDEN'))
    assert.equal(await element(app).note('u2', 'x'), 'u2: x')
  })

  test('inside a Type this.app carries the caller it was called by', async (t) => {
    const { app } = await open(t)
    assert.deepEqual(await element(app.as(user)).relay('b', 'Ann'), { text: 'hello Ann', caller: 'user' })
  })

  test('more rights are spelled out with asSystem, which is audited with reason and call', async (t) => {
    const { app, audited } = await open(t)
    const seen = app.as(user).with({ requestId: 'r1' })
    assert.deepEqual(await element(seen).relay('b', 'Ann', 'to greet'), {
      text: 'hello Ann',
      caller: 'system',
    })
    const [[reason, call] = ['', undefined]] = audited
    assert.equal(reason, 'to greet')
    assert.deepEqual([call?.caller, call?.requestId], [{ kind: 'user', ...user }, 'r1'])
    assert.throws(() => app.asSystem(' '), TypeError)
  })

  test('without asSystem no view gets more rights than it has', async (t) => {
    const { app } = await open(t)
    const anonymous = app.with({ caller: { kind: 'anonymous' } })
    const seen = app.as(user)
    for (const attempt of [
      () => anonymous.as(user),
      () => anonymous.with({ caller: { kind: 'system' } }),
      () => seen.as({ userId: 'u2', sessionId: 's2' }),
      () => seen.with({ caller: { kind: 'system' } }),
    ])
      assert.throws(attempt, /spell it out with asSystem/)
    assert.doesNotThrow(() => seen.with({ caller: { kind: 'anonymous' } }))
    assert.doesNotThrow(() => seen.as({ ...user, sessionId: 's2' }))
    assert.doesNotThrow(() => anonymous.asSystem('a login').as(user))
  })

  test('an element sees the private elements of its own app, others do not', async (t) => {
    const { app } = await privateFamily(t)
    assert.deepEqual(await element(app).relay('hidden', 'Ann'), { text: 'hello Ann', caller: 'system' })
    assert.throws(() => app.getElement('hidden'), code('ELEMENT_NOT_FOUND'))
    await assert.rejects(element(app, 'child').relay('hidden', 'Ann'), code('ELEMENT_NOT_FOUND'))
  })
})

async function privateFamily(t: TestContext): Promise<{ readonly app: AppView }> {
  const folder = tempFolder(t, {
    'base/app.json': { appId: 'acme.base' },
    'base/a/e.json': hello,
    'base/hidden/e.json': { ...hello, accessModifier: 'private' },
    'own/app.json': { appId: 'acme.own', extends: [{ appId: 'acme.base', path: '../base' }] },
    'own/child/e.json': hello,
  })
  const { registry } = await loadFolder(t, `${folder}/own`)
  assert.ok(registry)
  return {
    app: createAppView({ registry: () => registry, bases: [], explain: () => '', onSystem: () => {} }),
  }
}

describe('spec 1: results and errors', () => {
  test('the message of a refusal is its code and the text in the language of the call', async (t) => {
    const { app } = await open(t)
    const refusal = {
      code: 'NO_GREETING',
      details: { seconds: 3 },
      message: 'NO_GREETING: en NO_GREETING {"seconds":3}',
    }
    await assert.rejects(element(app).fail(), refusal)
    const chinese = app.with({ language: 'zh' })
    await assert.rejects(element(chinese).fail(), { message: 'NO_GREETING: zh NO_GREETING {"seconds":3}' })
  })

  test('one that passes several elements is explained once', async (t) => {
    const { app } = await open(t)
    await assert.rejects(element(app).relay('nobody', 'Ann'), {
      message: /^ELEMENT_NOT_FOUND: en ELEMENT_NOT_FOUND [^:]*:/,
    })
  })

  test('a defect is thrown as it is', async (t) => {
    const { app } = await open(t, { 'x/e.json': { title: 'X', type: 'greet.Hello' } })
    await assert.rejects(
      app.asSystem('r').callFunction('x', 'relay', { fullName: 'greet.Meta', name: 'x', reason: ' ' }, false),
      TypeError,
    )
  })
})

describe('spec 1: callFunction, how HTTP reaches elements', () => {
  test('takes named arguments only', async (t) => {
    const { app } = await open(t)
    assert.deepEqual(await app.callFunction('a', 'greet', { name: 'Ann', times: 2 }, true), {
      text: 'hello Annhello Ann',
      caller: 'system',
    })
    await assert.rejects(
      app.callFunction('a', 'greet', { value: 'Ann' }, true),
      code('API_PARAMS_ERROR', { arguments: { value: 'is unknown', name: 'is missing' } }),
    )
  })

  test('reaches exposed functions, and neither others nor properties', async (t) => {
    const { app } = await open(t)
    for (const name of ['inside', 'motto', 'toString', 'constructor', '__proto__', 'services'])
      await assert.rejects(
        app.callFunction('a', name, {}, true),
        code('FUNCTION_NOT_FOUND', { fullName: 'a', function: name }),
      )
    assert.equal(await app.callFunction('a', 'inside', {}, false), 'inside')
  })

  test('an unknown element is ELEMENT_NOT_FOUND without the names that exist', async (t) => {
    const { app } = await open(t)
    const details = { fullName: 'greet.svcs', nearest: [] }
    await assert.rejects(
      app.callFunction('greet.svcs', 'greet', {}, true),
      code('ELEMENT_NOT_FOUND', details),
    )
  })
})

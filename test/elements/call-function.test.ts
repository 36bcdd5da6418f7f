import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import Type, { type TSchema } from 'typebox'
import { defaultTenant, type SessionId, type UserId } from '../../src/base/ids.ts'
import { Refusal } from '../../src/base/refusal.ts'
import type { AppView } from '../../src/elements/app-view.ts'
import { argumentsSchema, callFunction, callNamed } from '../../src/elements/call-function.ts'
import type { CallContext } from '../../src/elements/caller.ts'
import { defineFunctions, optionalParam, param, text } from '../../src/elements/define-type.ts'
import { ElementType } from '../../src/elements/element-type.ts'

const everyone = {
  callers: ['system', 'anonymous', 'user'] as const,
  exposed: true,
  summary: '',
  result: Type.Unknown(),
}

const options = Type.Object({ value: Type.Optional(Type.String()), deep: Type.Optional(Type.Unknown()) })

const functions = defineFunctions({
  login: {
    ...everyone,
    params: [param('phone', text(20)), param('code', text(8)), optionalParam('nick', text(8))],
  },
  none: { ...everyone, params: [] },
  pick: {
    ...everyone,
    params: [
      param('kind', Type.Union([Type.Literal('a'), Type.Literal('b')])),
      optionalParam('n', Type.Integer()),
    ],
  },
  keep: { ...everyone, params: [param('options', options), optionalParam('note', text(8))] },
  send: {
    ...everyone,
    params: [param('list', Type.Array(Type.String(), { maxItems: 3 })), optionalParam('any', Type.Unknown())],
  },
  store: { ...everyone, params: [param('key', text(8)), param('value', text(8))] },
  own: { ...everyone, params: [optionalParam('userId', text(8))] },
})

type Name = keyof typeof functions

class Probe extends ElementType {
  static override readonly functions = functions
  login = async (...args: unknown[]) => args
  none = this.login
  pick = this.login
  keep = this.login
  send = this.login
  store = this.login
  own = this.login
}

const system: CallContext = {
  caller: { kind: 'system' },
  tenantId: defaultTenant,
  device: {},
  language: 'en',
}

/** Never asked for anything here. */
const noApp = {} as AppView

const element = { fullName: 'a', title: 'A', type: 'T', manifest: { title: 'A', type: 'T' }, settings: {} }
const probe = new Probe({ element, call: system, app: noApp })

const positional = (name: Name, ...args: unknown[]) =>
  callFunction(probe, name, functions[name], system, args)
const named = (name: Name, args: unknown) => callNamed(probe, name, functions[name], system, args)

const wrong = (faults: Record<string, string>) => (error: unknown) => {
  assert.ok(error instanceof Refusal, String(error))
  assert.equal(error.code, 'API_PARAMS_ERROR')
  assert.deepEqual(error.details, { arguments: faults })
  return true
}

describe('spec 1: positional and named calling', () => {
  test('both reach the function with its arguments in order', async () => {
    assert.deepEqual(await positional('login', '1', '2'), ['1', '2', undefined])
    assert.deepEqual(await positional('login', { code: '2', phone: '1' }), ['1', '2', undefined])
    assert.deepEqual(await named('login', { nick: '3', code: '2', phone: '1' }), ['1', '2', '3'])
    assert.deepEqual(await positional('none'), [])
    assert.deepEqual(await positional('none', {}), [])
  })

  test('an argument that is undefined counts as left out', async () => {
    assert.deepEqual(await positional('login', '1', '2', undefined), ['1', '2', undefined])
    assert.deepEqual(await named('login', { phone: '1', code: '2', nick: undefined }), ['1', '2', undefined])
    await assert.rejects(positional('login', '1', undefined), wrong({ code: 'is missing' }))
  })

  test('a first parameter that is an object itself can be passed alone', async () => {
    assert.deepEqual(await positional('keep', { value: 'x' }), [{ value: 'x' }, undefined])
    assert.deepEqual(await positional('keep', {}), [{}, undefined])
    assert.deepEqual(await positional('keep', { options: {}, note: 'x' }), [{}, 'x'])
  })
})

describe('spec 1: Stext', () => {
  test('a text parameter takes a string or any object with a string value, positional and named', async () => {
    class Field {
      get value(): string {
        return '1'
      }
    }
    const field = { value: '1', title: 'Phone' }
    assert.deepEqual(await positional('login', field, { value: '2' }), ['1', '2', undefined])
    assert.deepEqual(await positional('login', new Field(), '2'), ['1', '2', undefined])
    assert.deepEqual(await named('login', { phone: field, code: { value: '2' } }), ['1', '2', undefined])
    assert.deepEqual(await positional('pick', { value: 'a' }), ['a', undefined])
  })

  test('a single object with a string value is the first text, unless it names a parameter', async () => {
    await assert.rejects(positional('login', { value: '1' }), wrong({ code: 'is missing' }))
    await assert.rejects(
      positional('login', { value: '1', code: '2' }),
      wrong({ value: 'is unknown', phone: 'is missing' }),
    )
    assert.deepEqual(await positional('store', { key: 'k', value: 'v' }), ['k', 'v'])
    await assert.rejects(positional('store', { value: 'v' }), wrong({ key: 'is missing' }))
  })

  test('an object parameter with a value keeps it', async () => {
    assert.deepEqual(await named('keep', { options: { value: 'x' } }), [{ value: 'x' }, undefined])
  })

  test('a user row is not taken for arguments', async () => {
    class Row {
      userId = { value: 'u1' }
      phone = { value: '1' }
      code = { value: '2' }
      toDict(): object {
        return {}
      }
    }
    await assert.rejects(
      positional('login', new Row()),
      wrong({ phone: 'must be string', code: 'is missing' }),
    )
    await assert.rejects(positional('login', { ...new Row() }), wrong({ userId: 'is unknown' }))
    await assert.rejects(positional('login', new Row().userId), wrong({ code: 'is missing' }))
  })

  test('a number is no text', async () => {
    await assert.rejects(positional('login', 13800138000, '2'), wrong({ phone: 'must be string' }))
    await assert.rejects(
      named('login', { phone: { value: 1 }, code: '2' }),
      wrong({ phone: 'must be string' }),
    )
  })
})

describe('spec 1: API_PARAMS_ERROR names each wrong, missing and unknown argument', () => {
  test('together', async () => {
    await assert.rejects(
      named('login', { phone: 'x'.repeat(21), colour: 1, nick: null }),
      wrong({
        colour: 'is unknown',
        phone: 'must not have more than 20 characters',
        code: 'is missing',
        nick: 'must be string',
      }),
    )
  })

  test('one too many', async () => {
    await assert.rejects(positional('none', 'x'), wrong({ '#1': 'is one too many' }))
    await assert.rejects(positional('login', '1', '2', '3', '4'), wrong({ '#4': 'is one too many' }))
  })

  test('with the place inside an argument', async () => {
    await assert.rejects(named('send', { list: ['a', 1] }), wrong({ list: '/1 must be string' }))
    await assert.rejects(named('pick', { kind: 'c' }), wrong({ kind: 'must be one of "a", "b"' }))
  })

  test('keys that no JSON may hold, at any depth', async () => {
    for (const key of ['__proto__', 'constructor', 'prototype']) {
      const top = JSON.parse(`{"phone":"1","code":"2","${key}":"x"}`)
      await assert.rejects(named('login', top), wrong(Object.fromEntries([[key, 'is unknown']])))
      const inner = JSON.parse(`{"list":[],"any":[{"${key}":{}}]}`)
      await assert.rejects(
        named('send', inner),
        wrong({ any: `holds a key that no JSON may hold: /0/${key}` }),
      )
    }
  })

  test('arguments that are no object', async () => {
    for (const args of [null, [], 'x', 1, undefined, [{}]])
      await assert.rejects(
        named('login', args),
        wrong({ arguments: 'must be one object of named arguments' }),
      )
  })
})

test('a user who leaves out an optional userId is not refused, one who passes another is', async () => {
  const call: CallContext = {
    ...system,
    caller: { kind: 'user', userId: 'u1' as UserId, sessionId: 's' as SessionId },
  }
  const as = (...args: unknown[]) => callFunction(probe, 'own', functions.own, call, args)
  assert.deepEqual(await as(), [undefined])
  assert.deepEqual(await as('u1'), ['u1'])
  await assert.rejects(as('u2'), { code: 'FORBIDDEN' })
})

describe('properties', () => {
  const names = Object.keys(functions) as Name[]
  const paramNames = [...new Set(names.flatMap((name) => functions[name].params.map((one) => one.name)))]
  const json = fc.jsonValue({ maxDepth: 4 })
  const nearly = fc.dictionary(
    fc.oneof(fc.constantFrom(...paramNames, '__proto__', 'value'), fc.string()),
    fc.oneof(json, fc.string()),
  )

  test('for any JSON nothing but a Refusal is thrown', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), fc.oneof(json, nearly), async (name, value) => {
        for (const run of [
          () => named(name, value),
          () => positional(name, value),
          () => positional(name, value, value),
        ])
          await run().catch((error: unknown) => assert.ok(error instanceof Refusal, String(error)))
      }),
      { numRuns: 3000 },
    )
  })

  test('deep JSON is no danger', async () => {
    let deep: unknown = 'x'
    for (let i = 0; i < 100_000; i += 1) deep = [deep]
    await named('send', { list: [], any: deep })
    await assert.rejects(named('login', { phone: deep, code: '1' }), wrong({ phone: 'must be string' }))
  })

  test('texts arrive as they were given, however they are passed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 20 }), fc.string({ maxLength: 8 }), async (phone, code) => {
        const expected = [phone, code, undefined]
        assert.deepEqual(await positional('login', phone, { value: code }), expected)
        assert.deepEqual(await positional('login', { phone: { value: phone }, code }), expected)
        assert.deepEqual(await named('login', { phone, code }), expected)
      }),
    )
  })
})

test('the schema of the named arguments allows no other', () => {
  const schema = argumentsSchema(functions.login) as TSchema & {
    readonly required: string[]
    readonly properties: object
  }
  assert.deepEqual(schema.required, ['phone', 'code'])
  assert.deepEqual(Object.keys(schema.properties), ['phone', 'code', 'nick'])
  assert.equal(Reflect.get(schema, 'additionalProperties'), false)
})

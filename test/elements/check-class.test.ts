import assert from 'node:assert/strict'
import { test } from 'node:test'
import Type from 'typebox'
import { checkClass } from '../../src/elements/check-class.ts'
import { defineFunctions, type Param, param, text } from '../../src/elements/define-type.ts'
import { ElementType } from '../../src/elements/element-type.ts'
import { Hello } from './support/greeting.ts'

const declare = (params: readonly Param[]) => ({
  params,
  result: Type.Unknown(),
  callers: ['system'] as const,
  exposed: false,
  summary: '',
})

const optional = { name: 'maybe', schema: text(5), optional: true }

test('a class as it should be has no faults', () => {
  assert.deepEqual(checkClass(Hello), [])
})

test('a required parameter after an optional one, two of one name and odd names are told', () => {
  class Odd extends ElementType {
    static override readonly functions = defineFunctions({
      one: declare([optional, param('late', text(5))]),
      two: declare([param('a', text(5)), param('a', text(5))]),
      three: declare([param('constructor', text(5))]),
      four: declare([]),
    })
    one() {}
    two() {}
    three() {}
  }
  assert.deepEqual(checkClass(Odd), [
    'late of one is required and follows an optional parameter',
    'two parameters of two have one name',
    'constructor is no name for a parameter of three',
    'the declared function four has no method',
  ])
})

test('names that every element answers to, and then, are taken', () => {
  class Taken extends ElementType {
    // biome-ignore lint/suspicious/noThenProperty: this is the name that must be refused
    static override readonly functions = defineFunctions({ then: declare([]), both: declare([]) })
    static override readonly properties = ['title', 'both', '__proto__']
    // biome-ignore lint/suspicious/noThenProperty: this is the name that must be refused
    then() {}
    both() {}
  }
  assert.deepEqual(checkClass(Taken), [
    'then is no name for a function',
    'title is no name for a property',
    '__proto__ is no name for a property',
    'both is both function and property',
  ])
})

/** What TypeScript says of calls: `tsc` checks this file, and each expected error fails it when the error is gone. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AppView } from '../../src/elements/app-view.ts'
import { createAppView } from '../../src/elements/create-app-view.ts'
import type { ElementFunctions, Stext } from '../../src/elements/define-type.ts'
import type { ElementClass } from '../../src/elements/element-type.ts'
import { Hello, type helloFunctions, Silent } from './support/greeting.ts'
import { registryOf } from './support/load-app.ts'

type HelloElement = ElementFunctions<typeof helloFunctions>

/** Compiled, never run: each line is a promise about types. */
export async function typesOfCalls(app: AppView): Promise<void> {
  const hello = app.getElement<HelloElement>('a')

  const greeting = await hello.greet('Ann')
  greeting.text satisfies string
  await hello.greet('Ann', 2)
  await hello.greet({ value: 'Ann' })
  await hello.greet({ name: 'Ann' })
  await hello.greet({ name: { value: 'Ann' }, times: 2 })
  await hello.whoAmI()
  hello.fullName satisfies string
  'x' satisfies Stext

  // @ts-expect-error -- a text is required
  await hello.greet()
  // @ts-expect-error -- a number is no text
  await hello.greet(1)
  // @ts-expect-error -- a text is no number
  await hello.greet('Ann', 'twice')
  // @ts-expect-error -- one argument too many
  await hello.greet('Ann', 2, 3)
  // @ts-expect-error -- a required name is missing
  await hello.greet({ times: 2 })
  // @ts-expect-error -- there is no such parameter
  await hello.greet({ name: 'Ann', colour: 'red' })
  // @ts-expect-error -- the Stext of a number is no text
  await hello.note({ value: 1 }, 'x')
  // @ts-expect-error -- there is no such function
  await hello.wave()
  // @ts-expect-error -- the result has no such field
  greeting.colour
  // @ts-expect-error -- names of an element are fixed
  hello.title = 'x'

  const untyped = app.getElement('a')
  await untyped.greet?.('Ann', 1, { any: 'thing' })
}

test('classes of Types are element classes, and the typed calls work as typed', async (t) => {
  const classes: readonly ElementClass[] = [Hello, Silent]
  assert.equal(classes.length, 2)
  const registry = await registryOf(t, { 'a/e.json': { title: 'A', type: 'greet.Hello' } })
  const app = createAppView({ registry: () => registry, bases: [], explain: () => '', onSystem: () => {} })
  const hello = app.getElement<HelloElement>('a')
  const texts = [await hello.greet('Ann'), await hello.greet({ name: { value: 'Ann' }, times: 1 })].map(
    ({ text }) => text,
  )
  assert.deepEqual(texts, ['hello Ann', 'hello Ann'])
})

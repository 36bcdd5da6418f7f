import assert from 'node:assert/strict'
import path from 'node:path'
import { describe, test } from 'node:test'
import { ElementType } from '../../src/elements/element-type.ts'
import { Hello } from './support/greeting.ts'
import { loadApp, loadFolder, packageIn, registryOf } from './support/load-app.ts'
import { type Files, tempFolder } from './support/temp-folder.ts'

const type = (entry: string, more: object = {}) => ({
  title: 'T',
  type: 'greet.Meta',
  backendBundleEntry: entry,
  ...more,
})

const mine = "import { Hello } from 'latchkey'\nexport class Mine extends Hello { extra: number = 1 }\n"

describe('spec 1: a Type of an app', () => {
  test('is loaded from TypeScript without a build step, from a folder outside the repository', async (t) => {
    const registry = await registryOf(t, {
      'Mine/e.json': type('./mine.ts'),
      'Mine/mine.ts': mine,
      'a/e.json': { title: 'A', type: 'Mine' },
    })
    const { class: code, tier, chain } = registry.element('a') ?? {}
    assert.equal(code?.name, 'Mine')
    assert.ok(code?.prototype instanceof Hello)
    assert.deepEqual([tier, chain], ['instance', ['Mine', 'greet.Meta']])
    assert.equal(registry.element('Mine')?.tier, 'type')
  })

  test('is loaded from JavaScript', async (t) => {
    const code = "import { Hello } from 'latchkey'\nexport class Mine extends Hello {}"
    const registry = await registryOf(t, { 'Mine/e.json': type('./mine.js'), 'Mine/mine.js': code })
    assert.equal(registry.element('Mine')?.class?.name, 'Mine')
  })

  test('is loaded from index.ts of its folder when backendBundleEntry is . or left out', async (t) => {
    const registry = await registryOf(t, {
      'One/e.json': type('.'),
      'One/index.ts': mine,
      'Two/e.json': { title: 'T', type: 'greet.Meta' },
      'Two/index.ts': mine,
    })
    assert.deepEqual([registry.element('One')?.tier, registry.element('Two')?.tier], ['type', 'type'])
  })

  test('finds the running copy of latchkey also from the modules that its module imports', async (t) => {
    const registry = await registryOf(t, {
      'Mine/e.json': type('./mine.ts'),
      'Mine/mine.ts': "import { Base } from './parts/base.ts'\nexport class Mine extends Base {}",
      'Mine/parts/base.ts': "import { Hello } from 'latchkey'\nexport class Base extends Hello {}",
    })
    assert.ok(registry.element('Mine')?.class?.prototype instanceof Hello)
  })

  test('finds it in the folders of extended apps too', async (t) => {
    const folder = tempFolder(t, {
      'base/app.json': { appId: 'acme.base' },
      'base/Mine/e.json': type('./mine.ts'),
      'base/Mine/mine.ts': mine,
      'child/app.json': { appId: 'acme.child', extends: [{ appId: 'acme.base', path: '../base' }] },
    })
    const { registry } = await loadFolder(t, path.join(folder, 'child'))
    assert.equal(registry?.element('Mine')?.class?.name, 'Mine')
  })

  test('is an ES module even below a package.json that says commonjs', async (t) => {
    const folder = tempFolder(t, {
      'package.json': { type: 'commonjs' },
      'app/app.json': { appId: 'acme.login' },
      'app/One/e.json': type('./one.ts'),
      'app/One/one.ts': mine,
      'app/Two/e.json': type('./two.js'),
      'app/Two/two.js': "import { Hello } from 'latchkey'\nexport class Two extends Hello {}",
    })
    const { told } = await loadFolder(t, path.join(folder, 'app'))
    assert.deepEqual(told, [])
  })

  test('a module outside app folders does not find the package by its name', async (t) => {
    await registryOf(t, { 'Mine/e.json': type('./mine.ts'), 'Mine/mine.ts': mine })
    const outside = tempFolder(t, { 'x.ts': "import 'latchkey'" })
    await assert.rejects(import(path.join(outside, 'x.ts')), { code: 'ERR_MODULE_NOT_FOUND' })
  })

  test('a copy in node_modules of the app is not taken for the running one', async (t) => {
    const appDir = tempFolder(t, {
      'app.json': { appId: 'acme.login' },
      'node_modules/latchkey/package.json': { type: 'module', exports: './index.js' },
      'node_modules/latchkey/index.js': 'export class Hello {}',
      'Mine/e.json': type('./mine.ts'),
      'Mine/mine.ts': mine,
    })
    const { told } = await loadFolder(t, appDir)
    assert.deepEqual(told, [])
  })
})

describe('spec 1: a module that fails to load is a start error with file and cause', () => {
  const cases: readonly (readonly [string, string, RegExp])[] = [
    ['it throws', 'throw new Error("boom")', /^Mine\/mine\.ts: cannot be loaded: Error: boom$/],
    [
      'it is no TypeScript',
      'export const x = 1\nconst z = = 3',
      /cannot be loaded: SyntaxError: Expression expected \(.*mine\.ts:2\)/,
    ],
    [
      'it needs a build step',
      'export enum A { x }',
      /cannot be loaded: SyntaxError: TypeScript enum is not supported/,
    ],
    [
      'it imports what is not there',
      "import 'nothing-of-this-name'",
      /cannot be loaded: Error: Cannot find package 'nothing-of-this-name'/,
    ],
    [
      'latchkey does not export a name',
      "import { Nothing } from 'latchkey'",
      /does not provide an export named 'Nothing'/,
    ],
    ['it exports no class', 'export const a = 1', /exports no class that extends a base class of latchkey$/],
    [
      'its class extends nothing of the package',
      'export class Mine {}',
      /exports no class that extends a base class/,
    ],
    [
      'it exports two classes',
      "import { Hello } from 'latchkey'\nexport class A extends Hello {}\nexport class B extends Hello {}",
      /exports more than one Type: A, B$/,
    ],
    [
      'its class extends the wrong base',
      "import { ElementType } from 'latchkey'\nexport class Mine extends ElementType {}",
      /^Mine\/mine\.ts: must extend Greeting, as every Type of greet\.Meta does$/,
    ],
    [
      'a declared function has no method',
      "import { Hello } from 'latchkey'\nexport class Mine extends Hello { static override functions = { ...Hello.functions, gone: Hello.functions.greet } }",
      /the declared function gone has no method$/,
    ],
  ]
  for (const [name, code, expected] of cases)
    test(name, async (t) => {
      const { told } = await loadApp(t, {
        'Mine/e.json': type('./mine.ts'),
        'Mine/mine.ts': code,
        'a/e.json': { title: 'A', type: 'Mine' },
      })
      assert.equal(told.length, 1, told.join('\n'))
      assert.match(told[0] ?? '', expected)
    })

  test('the same class under two names is one', async (t) => {
    await registryOf(t, {
      'Mine/e.json': type('./mine.ts'),
      'Mine/mine.ts': `${mine}export { Mine as Other }`,
    })
  })

  test('an entry that is missing or no module is a fault of e.json', async (t) => {
    const { told } = await loadApp(t, {
      'A/e.json': type('./gone.ts'),
      'B/e.json': type('./b.py'),
      'B/b.py': '',
      'C/e.json': type('./lib'),
      'C/lib/x.ts': '',
    })
    assert.deepEqual(told, [
      'A/e.json: /backendBundleEntry: is missing',
      'B/e.json: /backendBundleEntry: is neither TypeScript nor JavaScript',
      'C/e.json: /backendBundleEntry: has no index.ts, index.mts, index.js, index.mjs',
    ])
  })

  test('a Type that a child replaces is not loaded', async (t) => {
    const files: Files = {
      'base/app.json': { appId: 'acme.base' },
      'base/Mine/e.json': type('./mine.ts'),
      'base/Mine/mine.ts': 'throw new Error("boom")',
      'child/app.json': { appId: 'acme.child', extends: [{ appId: 'acme.base', path: '../base' }] },
      'child/Mine/e.json': type('./mine.ts'),
      'child/Mine/mine.ts': mine,
    }
    const { told } = await loadFolder(t, path.join(tempFolder(t, files), 'child'))
    assert.deepEqual(told, [])
  })
})

test('the stand-in index gives the base classes of this process', async (t) => {
  const index = await import(packageIn(tempFolder(t)))
  assert.equal(index.ElementType, ElementType)
})

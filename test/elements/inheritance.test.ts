import assert from 'node:assert/strict'
import path from 'node:path'
import { describe, test } from 'node:test'
import type { EditsLayer } from '../../src/elements/element-source.ts'
import type { Registry } from '../../src/elements/registry.ts'
import { appJson, loadApp, loadFolder, registryOf } from './support/load-app.ts'
import { type Files, tempFolder } from './support/temp-folder.ts'

const hello = (title: string, more: object = {}) => ({ title, type: 'greet.Hello', ...more })

const mottoOf = (registry: Registry | undefined) => Object(registry?.find('a')?.settings).motto

const child = (...parents: readonly (readonly [string, string])[]) => ({
  appId: 'acme.child',
  extends: parents.map(([appId, folder]) => ({ appId, path: folder })),
})

/** `child/` extends `base/`. */
const family = (base: Files, own: Files): Files => ({
  'base/app.json': { appId: 'acme.base' },
  ...Object.fromEntries(Object.entries(base).map(([name, content]) => [`base/${name}`, content])),
  'child/app.json': child(['acme.base', '../base']),
  ...Object.fromEntries(Object.entries(own).map(([name, content]) => [`child/${name}`, content])),
})

describe('spec 1: inheritance', () => {
  test('an app sees the elements of the app that it extends and of the platform', async (t) => {
    const folder = tempFolder(t, family({ 'a/e.json': hello('base') }, {}))
    const { registry } = await loadFolder(t, path.join(folder, 'child'))
    assert.equal(registry?.appId, 'acme.child')
    assert.equal(registry?.find('a')?.title, 'base')
    assert.equal(registry?.find('greet.Hello')?.type, 'greet.Meta')
  })

  test("a child's element with the same fullName replaces its parent's", async (t) => {
    const folder = tempFolder(
      t,
      family({ 'a/e.json': hello('base'), 'a/a.json': { motto: 'base' } }, { 'a/e.json': hello('child') }),
    )
    const { registry } = await loadFolder(t, path.join(folder, 'child'))
    assert.equal(registry?.find('a')?.title, 'child')
    assert.deepEqual(mottoOf(registry), 'be kind')
  })

  test('a protected element is inherited; an attempt to replace it stops the start', async (t) => {
    const base = { 'a/e.json': hello('base', { accessModifier: 'protected' }) }
    const kept = await loadFolder(t, path.join(tempFolder(t, family(base, {})), 'child'))
    assert.equal(kept.registry?.find('a')?.title, 'base')
    const replaced = await loadFolder(
      t,
      path.join(tempFolder(t, family(base, { 'a/e.json': hello('child') })), 'child'),
    )
    assert.deepEqual(replaced.told, ['a/e.json: may not replace a, which is protected in acme.base'])
  })

  test('a private element is invisible to children, which may use its name', async (t) => {
    const base = { 'a/e.json': hello('base', { accessModifier: 'private' }) }
    const hidden = await loadFolder(t, path.join(tempFolder(t, family(base, {})), 'child'))
    assert.equal(hidden.registry?.find('a'), undefined)
    assert.deepEqual(
      hidden.registry?.list({ type: 'greet.Hello' }).map(({ fullName }) => fullName),
      ['greet.svc'],
    )
    const named = await loadFolder(
      t,
      path.join(tempFolder(t, family(base, { 'a/e.json': hello('child') })), 'child'),
    )
    assert.equal(named.registry?.find('a')?.title, 'child')
  })

  test("a parent's own elements still see its private ones", async (t) => {
    const base = {
      'types/Mine/e.json': {
        title: 'T',
        type: 'greet.Meta',
        accessModifier: 'private',
        backendBundleEntry: './t.ts',
      },
      'types/Mine/t.ts': "import { Hello } from 'latchkey'\nexport class Mine extends Hello {}",
      'partner/e.json': hello('partner', { accessModifier: 'private' }),
      'a/e.json': { title: 'A', type: 'types.Mine' },
      'a/a.json': { partner: 'partner' },
    }
    const folder = tempFolder(t, family(base, { 'b/e.json': hello('b'), 'b/b.json': { partner: 'partner' } }))
    const { told } = await loadFolder(t, path.join(folder, 'child'))
    assert.deepEqual(told, ['b/b.json: /partner: no greeting: partner'])
  })

  test('a private element of the app itself is seen by the app', async (t) => {
    const registry = await registryOf(t, { 'a/e.json': hello('own', { accessModifier: 'private' }) })
    assert.equal(registry.find('a')?.title, 'own')
  })

  test('an official Type can be replaced; a Meta of the platform cannot', async (t) => {
    const replaced = await loadApp(t, {
      'greet/Hello/e.json': { title: 'Mine', type: 'greet.Meta', backendBundleEntry: './mine.ts' },
      'greet/Hello/mine.ts':
        "import { Hello } from 'latchkey'\nexport class Mine extends Hello { async inside() { return 'mine' } }",
      'a/e.json': hello('a'),
    })
    assert.equal(replaced.registry?.element('a')?.class?.name, 'Mine')
    assert.equal(replaced.registry?.element('greet.svc')?.class?.name, 'Mine')
    const meta = await loadApp(t, { 'greet/Meta/e.json': { title: 'x', type: '' } })
    assert.deepEqual(meta.told, [
      'greet/Meta/e.json: may not replace greet.Meta, which is protected in test.platform',
    ])
  })
})

describe('spec 1: extends', () => {
  test('a later app of the list wins over an earlier one, and the child over both', async (t) => {
    const folder = tempFolder(t, {
      'one/app.json': { appId: 'acme.one' },
      'one/a/e.json': hello('one'),
      'one/b/e.json': hello('one'),
      'two/app.json': { appId: 'acme.two' },
      'two/a/e.json': hello('two'),
      'two/b/e.json': hello('two'),
      'child/app.json': child(['acme.one', '../one'], ['acme.two', '../two']),
      'child/b/e.json': hello('child'),
    })
    const { registry } = await loadFolder(t, path.join(folder, 'child'))
    assert.deepEqual([registry?.find('a')?.title, registry?.find('b')?.title], ['two', 'child'])
  })

  test('an app that two parents extend counts once', async (t) => {
    const root = [['acme.root', '../root']] as const
    const folder = tempFolder(t, {
      'root/app.json': { appId: 'acme.root' },
      'root/a/e.json': hello('root', { accessModifier: 'protected' }),
      'one/app.json': { ...child(...root), appId: 'acme.one' },
      'two/app.json': { ...child(...root), appId: 'acme.two' },
      'child/app.json': child(['acme.one', '../one'], ['acme.two', '../two']),
    })
    const { registry, told } = await loadFolder(t, path.join(folder, 'child'))
    assert.deepEqual(told, [])
    assert.equal(registry?.find('a')?.title, 'root')
  })

  test('a circle is a fault, and so is a wrong appId, a missing folder and a name that two apps have', async (t) => {
    const circle = tempFolder(t, {
      'base/app.json': { appId: 'acme.base', extends: [{ appId: 'acme.child', path: '../child' }] },
      'child/app.json': child(['acme.base', '../base']),
    })
    assert.deepEqual((await loadFolder(t, path.join(circle, 'child'))).told, [
      '../base/app.json: /extends/0/path: leads back to an app that extends this one',
    ])
    const wrong = tempFolder(t, {
      'base/app.json': { appId: 'acme.base' },
      'twin/app.json': { appId: 'acme.base' },
      'child/app.json': child(['acme.other', '../base'], ['acme.none', '../none'], ['acme.base', '../twin']),
    })
    assert.deepEqual((await loadFolder(t, path.join(wrong, 'child'))).told, [
      'app.json: /extends/0/appId: is acme.base in the app.json there',
      '../none/app.json: cannot be read (ENOENT)',
      '../twin/app.json: /appId: acme.base is the name of another app that takes part',
    ])
  })
})

describe('spec 1: edits are a further child app', () => {
  const edits = (...elements: EditsLayer['elements']) => ({ edits: [{ appId: 'acme.edits', elements }] })
  const edit = (fullName: string, configuration: unknown, manifest: object = {}) => ({
    fullName,
    manifest: { title: 'edited', type: 'greet.Hello', ...manifest },
    configuration,
  })
  const told = async (t: Parameters<typeof loadApp>[0], files: Files, ...elements: EditsLayer['elements']) =>
    (await loadApp(t, files, edits(...elements))).told

  test('they replace and add instances of loaded Types, by the one rule of precedence', async (t) => {
    const files = { 'a/e.json': hello('folder'), 'a/a.json': { motto: 'folder' } }
    const registry = await registryOf(t, files, edits(edit('a', { motto: 'edit' }), edit('b', {})))
    assert.deepEqual(
      [registry.appId, registry.find('a')?.title, registry.find('b')?.title],
      ['acme.login', 'edited', 'edited'],
    )
    assert.deepEqual(mottoOf(registry), 'edit')
  })

  test('they hold no Types, no bundle entries and no {{NAME}}', async (t) => {
    const file = 'acme.edits/b'
    assert.deepEqual(await told(t, {}, edit('b', {}, { type: '' })), [
      `${file}/e.json: /type: only instances may be kept outside an app folder`,
    ])
    for (const key of ['backendBundleEntry', 'frontBundleEntry'])
      assert.deepEqual(await told(t, {}, edit('b', {}, { [key]: './x' })), [
        `${file}/e.json: /${key}: may stand only in an app folder`,
      ])
    assert.deepEqual(await told(t, {}, edit('b', { motto: '{{HOME}}' })), [
      `${file}/b.json: /motto: may not refer to the environment`,
    ])
  })

  test('they replace neither Types nor Metas nor what is private or protected', async (t) => {
    const files = { 'a/e.json': hello('a', { accessModifier: 'private' }) }
    assert.deepEqual(await told(t, files, edit('a', {}), edit('greet.Hello', {}), edit('greet.Meta', {})), [
      'acme.edits/a/e.json: may not replace a, which is private in acme.login',
      'acme.edits/greet/Hello/e.json: may not replace greet.Hello, which is no Instance',
      'acme.edits/greet/Meta/e.json: may not replace greet.Meta, which is protected in test.platform',
    ])
  })

  test('they are checked as an app folder is: names, keys, manifest, settings', async (t) => {
    assert.deepEqual(
      await told(
        t,
        {},
        edit('a-b', {}),
        { fullName: 'c', manifest: {} },
        edit('d', { times: 7 }),
        edit('e', JSON.parse('{"__proto__": 1}')),
      ),
      [
        'acme.edits/a-b/e.json: is no fullName of an element',
        'acme.edits/c/e.json: /title: is missing',
        'acme.edits/c/e.json: /type: is missing',
        'acme.edits/e/e.json: /__proto__: is a key that no JSON may hold here',
        'acme.edits/d/d.json: /times: must be <= 3',
      ],
    )
  })

  test('what they were made of stays as it was', async (t) => {
    const configuration = { limits: {} }
    await registryOf(t, appJson, edits(edit('a', configuration)))
    assert.deepEqual(configuration, { limits: {} })
    assert.ok(!Object.isFrozen(configuration))
  })
})

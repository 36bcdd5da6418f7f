import assert from 'node:assert/strict'
import { symlinkSync } from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { loadApp, loadFolder } from './support/load-app.ts'
import { tempFolder } from './support/temp-folder.ts'

const hello = { title: 'Hi', type: 'greet.Hello' }

describe('spec 1: the app folder', () => {
  test('fullName is the dotted path of the folder; folders without e.json are only parts of it', async (t) => {
    const { registry } = await loadApp(t, {
      'auths/loginTypes/myPhone/e.json': hello,
      'auths/loginTypes/myPhone/inner/e.json': hello,
    })
    assert.equal(registry?.find('auths.loginTypes.myPhone')?.title, 'Hi')
    assert.equal(registry?.find('auths.loginTypes.myPhone.inner')?.type, 'greet.Hello')
    assert.equal(registry?.find('auths.loginTypes'), undefined)
  })

  test('node_modules, folders that start with a dot and other apps inside are left', async (t) => {
    const broken = '{'
    const { told } = await loadApp(t, {
      'node_modules/x/e.json': broken,
      '.git/e.json': broken,
      'base/app.json': { appId: 'a.b' },
      'base/x/e.json': broken,
    })
    assert.deepEqual(told, [])
  })

  test('an element named app keeps its configuration in app.json and is no other app', async (t) => {
    const { registry, told } = await loadApp(t, {
      'greet/app/e.json': hello,
      'greet/app/app.json': { times: 3 },
    })
    assert.deepEqual(told, [])
    assert.match(JSON.stringify(registry?.find('greet.app')), /"times":3/)
  })

  test('a folder whose name is no name of an element is a fault', async (t) => {
    const { told } = await loadApp(t, { 'my-hello/e.json': hello, 'a/constructor/e.json': hello })
    assert.deepEqual(told, [
      'a/constructor/e.json: constructor is no name: [A-Za-z]\\w*',
      'my-hello/e.json: my-hello is no name: [A-Za-z]\\w*',
    ])
  })

  test('the faults of all elements are told together, as file: /json/pointer: what is wrong', async (t) => {
    const { registry, told } = await loadApp(t, {
      'a/e.json': '{"title": }',
      'b/e.json': { type: 'greet.Hello' },
      'c/e.json': hello,
      'c/c.json': { times: 9, limits: { week: 1, day: 0 }, typo: 1 },
      'd/e.json': { title: 'D', type: 'greet.Hullo' },
      'e/e.json': '{"title": "E", "type": "greet.Hello", "__proto__": {}}',
    })
    assert.equal(registry, undefined)
    assert.deepEqual(told.toSorted(), [
      'a/e.json: is not JSON: line 1, column 11',
      'b/e.json: /title: is missing',
      'c/c.json: /limits/day: must be >= 1',
      'c/c.json: /limits/week: is unknown',
      'c/c.json: /times: must be <= 3',
      'c/c.json: /typo: is unknown',
      'd/e.json: /type: there is no greet.Hullo; near it are greet.Hello',
      'e/e.json: /__proto__: is a key that no JSON may hold here',
    ])
  })

  test('unknown keys are reported once, however many elements have them', async (t) => {
    const { warned } = await loadApp(t, {
      'a/e.json': { ...hello, colour: 1 },
      'b/e.json': { ...hello, colour: 2 },
    })
    assert.deepEqual(warned, ['a/e.json: /colour: is unknown and kept, as in 1 more'])
  })

  test('an appId in e.json that differs from that of app.json is no fault, and extendType has no effect', async (t) => {
    const { told, warned } = await loadApp(t, {
      'a/e.json': { ...hello, appId: 'other.app', extendType: 'self' },
    })
    assert.deepEqual([told, warned], [[], []])
  })

  test('without app.json nothing else is told', async (t) => {
    const folder = tempFolder(t, { 'a/e.json': '{' })
    const { told } = await loadFolder(t, folder)
    assert.deepEqual(told, [`app.json: is not in ${folder}`])
  })

  test('a folder that is not there is named', async (t) => {
    const folder = path.join(tempFolder(t, {}), 'nope')
    const { told } = await loadFolder(t, folder)
    assert.deepEqual(told, [`app.json: there is no folder ${folder}`])
  })

  test('appId has two parts, and the first may not be a reserved one', async (t) => {
    const one = await loadApp(t, { 'app.json': { appId: 'acme' } })
    assert.match(one.told[0] ?? '', /^app\.json: \/appId: must match pattern/)
    const reserved = await loadApp(t, { 'app.json': { appId: 'v2.login' } }, { reservedOrgIds: ['v1', 'v2'] })
    assert.deepEqual(reserved.told, ['app.json: /appId: may not start with the reserved v2'])
  })
})

describe('links', () => {
  test('a folder behind a link inside the app is an element, as in a mounted volume', async (t) => {
    const appDir = tempFolder(t, { '..data/sms/e.json': hello, '..data/app.json': { appId: 'acme.login' } })
    symlinkSync('..data/sms', path.join(appDir, 'sms'))
    symlinkSync('..data/app.json', path.join(appDir, 'app.json'))
    const { registry } = await loadFolder(t, appDir)
    assert.equal(registry?.find('sms')?.title, 'Hi')
  })

  test('one that leads out of the app is not followed, with a warning', async (t) => {
    const appDir = tempFolder(t, { 'app.json': { appId: 'acme.login' } })
    symlinkSync(tempFolder(t, { 'x/e.json': hello }), path.join(appDir, 'away'))
    const { registry, warned } = await loadFolder(t, appDir)
    assert.equal(registry?.find('away.x'), undefined)
    assert.deepEqual(warned, ['away: is a link out of the app, which is not followed'])
  })

  test('a circle of links ends', async (t) => {
    const appDir = tempFolder(t, { 'app.json': { appId: 'acme.login' }, 'a/e.json': hello })
    symlinkSync('..', path.join(appDir, 'a', 'up'))
    const { registry } = await loadFolder(t, appDir)
    assert.equal(registry?.find('a')?.title, 'Hi')
  })

  test('an entry must stay inside the folder of its element after links are resolved', async (t) => {
    const outside = tempFolder(t, { 'secret.json': { motto: 'stolen' }, 'code.ts': 'export {}' })
    const appDir = tempFolder(t, {
      'app.json': { appId: 'acme.login' },
      'a/e.json': { ...hello, frontBundleEntry: '../b/b.json' },
      'b/e.json': hello,
      'b/b.json': {},
      'c/e.json': { ...hello, frontBundleEntry: './link.json' },
      'd/e.json': hello,
      'e/e.json': { ...hello, backendBundleEntry: './code.ts' },
      'f/e.json': { ...hello, frontBundleEntry: path.join(outside, 'secret.json') },
      'g/e.json': { ...hello, backendBundleEntry: '../b' },
    })
    symlinkSync(path.join(outside, 'secret.json'), path.join(appDir, 'c', 'link.json'))
    symlinkSync(path.join(outside, 'secret.json'), path.join(appDir, 'd', 'd.json'))
    symlinkSync(path.join(outside, 'code.ts'), path.join(appDir, 'e', 'code.ts'))
    const { told } = await loadFolder(t, appDir)
    assert.deepEqual(told.toSorted(), [
      'a/e.json: /frontBundleEntry: leads out of the folder of its element: ../b/b.json',
      'c/e.json: /frontBundleEntry: leads out of the folder of its element: ./link.json',
      'd/d.json: leads out of the folder of its element',
      'e/e.json: /backendBundleEntry: leads out of the folder of its element',
      `f/e.json: /frontBundleEntry: leads out of the folder of its element: ${path.join(outside, 'secret.json')}`,
      'g/e.json: /backendBundleEntry: leads out of the folder of its element',
    ])
  })
})

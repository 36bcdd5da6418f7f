import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { defaultTenant } from '../../../src/base/ids.ts'
import {
  fullName,
  openPasswordApp,
  type PasswordApp,
  refusal,
  secret,
  temporaryFolder,
} from './open-password-app.ts'

const first = 'first-salt-with-32-characters-00'
const second = 'second-salt-with-32-characters-0'
const hours = 3_600_000

const withSalt = (salt: string) => ({ settings: { authConfig: { salt } } })

async function saltIdOf(app: PasswordApp, userId: string): Promise<string> {
  return /saltid=([0-9a-f]{16})/.exec((await app.account(userId)).stored)?.[1] ?? ''
}

function keptSalt({ rooms }: PasswordApp, saltId: string): Promise<string | undefined> {
  return rooms.secretStore.read(defaultTenant, `password-salt/${fullName}/${saltId}`)
}

describe('spec 3, authConfig.salt', () => {
  test('absent: 32 characters are generated once and kept in the secret store', async (t) => {
    const app = await openPasswordApp(t)
    const saltId = await saltIdOf(app, await app.add('alice'))
    const salt = await keptSalt(app, saltId)
    assert.match(salt ?? '', /^[A-Za-z0-9]{32}$/)
    assert.equal(await saltIdOf(app, await app.add('bob')), saltId)
    await app.close()
    const again = await openPasswordApp(t, { data: app.data, clock: app.clock })
    assert.equal(await saltIdOf(again, await again.add('carol')), saltId)
    assert.ok((await again.login.getLoginCode('alice', 'correct horse')).loginCode)
  })

  test('absent: processes that start at once make one', async (t) => {
    const data = temporaryFolder(t)
    const apps = [await openPasswordApp(t, { data }), await openPasswordApp(t, { data })] as const
    const [one, other] = await Promise.all([apps[0].add('alice'), apps[1].add('bob')])
    assert.equal(await saltIdOf(apps[0], one), await saltIdOf(apps[1], other))
    assert.ok((await apps[1].login.getLoginCode('alice', 'correct horse')).loginCode)
  })

  test('O7: no salt and no stored form is readable in the database', async (t) => {
    const app = await openPasswordApp(t, withSalt(first))
    const userId = await app.add('alice')
    assert.equal(await keptSalt(app, await saltIdOf(app, userId)), first)
    const rows = await (await app.rooms.database.kysely()).selectFrom('secrets').selectAll().execute()
    assert.doesNotMatch(JSON.stringify(rows), new RegExp(first))
  })

  test('each element has its own generated salt', async (t) => {
    const app = await openPasswordApp(t, {
      files: { 'auths/loginTypes/other/e.json': { title: 'Other', type: 'auths.loginTypes.PasswordType' } },
    })
    const other = app.app.getElement<typeof app.login>('auths.loginTypes.other')
    const [mine, theirs] = [await app.login.encryptPassword(md5), await other.encryptPassword(md5)]
    assert.notEqual(/saltid=(\w+)/.exec(mine)?.[1], /saltid=(\w+)/.exec(theirs)?.[1])
  })

  test('A61: the key is of the process secret too: without it the form checks nothing', async (t) => {
    const app = await openPasswordApp(t, withSalt(first))
    const { stored } = await app.account(await app.add('alice'))
    const secrets = ['another-secret-of-a-test-with-32-chars']
    const thief = await openPasswordApp(t, { ...withSalt(first), secrets })
    await thief.addStored('alice', stored)
    await assert.rejects(thief.login.getLoginCode('alice', 'correct horse'), refusal('PASSWORD_ERROR'))
    assert.deepEqual(await thief.login.refreshDbPassword(), {
      total: 1,
      refreshed: 0,
      current: 0,
      unreadable: 1,
    })
  })
})

describe('spec 3 rule 3: a replaced salt', () => {
  test('stays, and the next login brings its owner to the new one', async (t) => {
    const before = await openPasswordApp(t, withSalt(first))
    const userId = await before.add('alice')
    const oldId = await saltIdOf(before, userId)
    await before.close()
    const app = await openPasswordApp(t, { ...withSalt(second), data: before.data, clock: before.clock })
    await assert.rejects(app.login.getLoginCode('alice', 'wrong'), refusal('PASSWORD_ERROR'))
    assert.equal(await saltIdOf(app, userId), oldId)
    assert.ok((await app.login.getLoginCode('alice', 'correct horse')).loginCode)
    assert.notEqual(await saltIdOf(app, userId), oldId)
    assert.ok((await app.login.getLoginCode('alice', 'correct horse')).loginCode)
  })

  test('a generated salt that a configured one replaces is kept as well', async (t) => {
    const before = await openPasswordApp(t)
    const userId = await before.add('alice')
    await before.close()
    const app = await openPasswordApp(t, { ...withSalt(second), data: before.data, clock: before.clock })
    assert.equal((await app.login.getLoginCode('alice', 'correct horse')).userId, userId)
  })

  test('leaves the secret store when refreshDbPassword counts no form that needs it, and not before', async (t) => {
    const before = await openPasswordApp(t, withSalt(first))
    const alice = await before.add('alice')
    await before.add('bob')
    const oldId = await saltIdOf(before, alice)
    await before.close()
    const app = await openPasswordApp(t, { ...withSalt(second), data: before.data, clock: before.clock })
    app.clock.advance(3 * hours)
    await app.login.getLoginCode('alice', 'correct horse')
    assert.deepEqual(await app.login.refreshDbPassword(), {
      total: 2,
      refreshed: 0,
      current: 1,
      unreadable: 0,
    })
    assert.equal(await keptSalt(app, oldId), first)
    await app.login.getLoginCode('bob', 'correct horse')
    assert.deepEqual(await app.login.refreshDbPassword(), {
      total: 2,
      refreshed: 0,
      current: 2,
      unreadable: 0,
    })
    assert.equal(await keptSalt(app, oldId), undefined)
    const newId = await saltIdOf(app, alice)
    assert.equal(await keptSalt(app, newId), second)
  })

  test('is not taken away from a process that still makes forms with it', async (t) => {
    const old = await openPasswordApp(t, withSalt(first))
    const oldId = await saltIdOf(old, await old.add('alice'))
    const app = await openPasswordApp(t, { ...withSalt(second), data: old.data, clock: old.clock })
    await app.login.getLoginCode('alice', 'correct horse')
    await app.login.refreshDbPassword()
    assert.equal(await keptSalt(app, oldId), first)
    old.clock.advance(3 * hours)
    await app.login.refreshDbPassword()
    assert.equal(await keptSalt(app, oldId), undefined)
    const userId = await old.add('bob')
    assert.equal(await saltIdOf(old, userId), oldId)
    app.clock.advance(60_000)
    assert.equal((await app.login.getLoginCode('bob', 'correct horse')).userId, userId)
  })

  test('put back after it was away, it comes back with its forms', async (t) => {
    const before = await openPasswordApp(t, withSalt(first))
    const userId = await before.add('alice')
    const oldId = await saltIdOf(before, userId)
    await before.rooms.secretStore.remove(defaultTenant, `password-salt/${fullName}/${oldId}`)
    await before.close()
    const app = await openPasswordApp(t, { ...withSalt(second), data: before.data, clock: before.clock })
    await assert.rejects(app.login.getLoginCode('alice', 'correct horse'), refusal('PASSWORD_ERROR'))
    assert.deepEqual(await app.login.refreshDbPassword(), {
      total: 1,
      refreshed: 0,
      current: 0,
      unreadable: 1,
    })
    await app.rooms.secretStore.write(defaultTenant, `password-salt/${fullName}/${oldId}`, first)
    app.clock.advance(60_000)
    assert.equal((await app.login.getLoginCode('alice', 'correct horse')).userId, userId)
  })
})

describe('O7: LATCHKEY_SECRET may be a list, newest first', () => {
  test('forms of the older secret log in, and are brought to the newest', async (t) => {
    const before = await openPasswordApp(t)
    const userId = await before.add('alice')
    const { stored } = await before.account(userId)
    await before.close()
    const newest = 'newest-secret-of-a-test-with-32-chars'
    const secrets = [newest, secret]
    const both = await openPasswordApp(t, { data: before.data, clock: before.clock, secrets })
    assert.deepEqual(await both.login.refreshDbPassword(), {
      total: 1,
      refreshed: 0,
      current: 0,
      unreadable: 0,
    })
    assert.ok((await both.login.getLoginCode('alice', 'correct horse')).loginCode)
    assert.notEqual((await both.account(userId)).stored, stored)
    await both.rooms.secretStore.reseal()
    assert.deepEqual(await both.login.refreshDbPassword(), {
      total: 1,
      refreshed: 0,
      current: 1,
      unreadable: 0,
    })
  })
})

const md5 = 'e10adc3949ba59abbe56e057f20f883e'

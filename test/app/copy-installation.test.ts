/** An embedded installation that was lived in, copied to PostgreSQL: everybody goes on there as if nothing had been. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { createUser } from '../../src/accounts/create-user.ts'
import { copyInstallation } from '../../src/app/copy-installation.ts'
import { openEphemeralOnPostgres, StoreFault } from '../../src/app/stores.ts'
import { SettingFaults } from '../../src/config/load-settings.ts'
import { CopyFault } from '../../src/storage/copy/copy-fault.ts'
import type { CopyStep } from '../../src/storage/copy/copy-tables.ts'
import { openPostgresDatabase } from '../../src/storage/drivers/postgres-driver.ts'
import {
  enrolFactor,
  logIn,
  openAccounts,
  operator,
  passwordLogin,
  phoneLogin,
} from '../accounts/open-accounts.ts'
import { codeAt } from '../factors/open-factors.ts'
import { codeFor } from '../login/phone/phone-people.ts'
import { testClientId, testSecret } from '../support/open-test-app.ts'
import { createTestDatabase, onPostgres } from '../support/postgres-server.ts'
import { refusal } from '../support/refusals.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

type Passwords = { getLoginCode(name: string, text: string): Promise<{ loginCode: string }> }
type Phones = { getLoginCode(phone: string, code: string): Promise<{ loginCode: string }> }
type Service = {
  loginByCode(
    code: string,
    corp: string,
    platform: string,
  ): Promise<{ sessionToken: string; idToken: string }>
}

const anonymous = { caller: { kind: 'anonymous' } } as const
const text = 'correct horse battery'

async function emptyDatabase(t: TestContext): Promise<string> {
  const { url, drop } = await createTestDatabase()
  t.after(drop)
  return url
}

/** Someone with both logins, a second factor and sessions; a tenant; codes that are out; a name that is locked. */
async function livedIn(t: TestContext) {
  const data = temporaryFolder(t)
  const databaseFile = join(data, 'latchkey.sqlite')
  const app = await openAccounts(t, { data, databaseFile })
  const { services, rooms, clock } = app
  const password = { username: 'amy', text, loginType: passwordLogin }
  const phone = { number: '13800138000' }
  const { id: userId } = await createUser(services, { nick: 'Amy 艾米 🙂', phone, password }, operator)
  const { token } = await logIn(app, '13800138000')
  const owner = { tenantId: operator.tenantId, userId }
  const { secret } = await enrolFactor(app, owner)
  const view = app.app.with(anonymous)
  const { loginCode } = await view.getElement<Passwords>(passwordLogin).getLoginCode('amy', text)
  const { idToken } = await view
    .getElement<Service>('auths.loginTypes.services.AuthSvc')
    .loginByCode(loginCode, 'acme', 'web')
  const kysely = await rooms.database.kysely()
  const tenant = { id: 'acme-cn', title: 'Acme China', state: 'active', created_at: clock.now() }
  await kysely.insertInto('tenants').values(tenant).execute()
  await kysely.updateTable('sessions').set({ agent: 'before\0after' }).execute()
  const openCode = await codeFor(app, '13900139000')
  await rooms.audit.flush()
  return { app, data, databaseFile, clock, userId, owner, token, idToken, secret, openCode }
}

type LivedIn = Awaited<ReturnType<typeof livedIn>>

async function copyTo(
  databaseUrl: string,
  { databaseFile, clock }: Pick<LivedIn, 'databaseFile' | 'clock'>,
  {
    onStep = () => {},
    secrets = [testSecret],
  }: { onStep?: (step: CopyStep) => void; secrets?: string[] } = {},
) {
  const database = openPostgresDatabase(databaseUrl)
  const ephemeral = openEphemeralOnPostgres(databaseUrl, 4, clock)
  try {
    return await copyInstallation({
      file: databaseFile,
      secrets,
      target: { database, ephemeral },
      clock,
      onStep,
    })
  } finally {
    await ephemeral.close()
    await database.close()
  }
}

function copies(): void {
  test('sessions, both logins, second factor, tokens, tenants and audit go on; codes are dead', async (t) => {
    const before = await livedIn(t)
    const { app, clock, userId, owner, token, idToken, secret, openCode } = before
    const locked = {
      key: 'password-lock:{somebody}:',
      policy: { failures: 1, windowMs: 600_000, baseMs: 600_000, maxMs: 600_000 },
    }
    await app.rooms.ephemeral.strike(locked)
    await app.rooms.ephemeral.strike(locked)
    await app.close()
    const databaseUrl = await emptyDatabase(t)
    const { tables, facts } = await copyTo(databaseUrl, before)
    const rowsOf = (name: string) => tables.find(({ table }) => table === name)?.rows
    assert.deepEqual(
      [rowsOf('users'), rowsOf('sessions'), rowsOf('totp_factors'), rowsOf('tenants')],
      [1, 2, 1, 1],
    )
    assert.ok((rowsOf('audit') ?? 0) > 2)
    assert.ok(facts.moved > 0 && facts.left > 0, JSON.stringify(facts))

    const after = await openAccounts(t, { databaseUrl, data: temporaryFolder(t), clock })
    const { rooms } = after
    const session = await rooms.sessions.findByToken(token)
    assert.equal(session?.userId, userId)
    const [client] = after.elements.clients().all.filter(({ clientId }) => clientId === testClientId)
    assert.ok(client)
    assert.equal((await rooms.idTokenSessions.find(idToken, client))?.userId, userId)
    const call = { ...operator, caller: { kind: 'anonymous' } as const }
    assert.ok(session)
    const fresh = await rooms.refreshSession(session, token, call)
    assert.equal((await rooms.sessions.findByToken(fresh))?.userId, userId)
    const view = after.app.with(anonymous)
    const passwords = view.getElement<Passwords>(passwordLogin)
    assert.ok((await passwords.getLoginCode('amy', text)).loginCode)
    await assert.rejects(passwords.getLoginCode('amy', 'wrong horse battery'), refusal('PASSWORD_ERROR'))
    clock.advance(60_000)
    assert.equal((await rooms.factors.check(owner, codeAt(secret, clock.now()))).method, 'totp')
    const phones = view.getElement<Phones>(phoneLogin)
    await assert.rejects(phones.getLoginCode('13900139000', openCode), refusal('CODE_EXPIRED'))
    assert.equal((await logIn(after, '13800138000')).userId, userId)
    assert.equal((await rooms.ephemeral.strike(locked)).state, 'braked', 'what was counted counts on')
    const kysely = await rooms.database.kysely()
    assert.deepEqual(await kysely.selectFrom('users').select('nick').execute(), [{ nick: 'Amy 艾米 🙂' }])
    assert.deepEqual(await kysely.selectFrom('tenants').select('id').execute(), [{ id: 'acme-cn' }])
    const agents = await kysely.selectFrom('sessions').select('agent').where('id', '=', session.id).execute()
    assert.deepEqual(agents, [{ agent: 'before\ufffdafter' }], 'PostgreSQL has no NUL')
    await after.close()
  })

  test('ended after any batch it goes on where it was, and nobody can start on the half of it', async (t) => {
    const before = await livedIn(t)
    await before.app.close()
    const databaseUrl = await emptyDatabase(t)
    let ended = 0
    for (;;) {
      let steps = 0
      const onStep = ({ work }: CopyStep) => {
        if (work === 'read') return
        steps += 1
        if (steps > ended + 20) throw new Error('ended here')
      }
      const result = await copyTo(databaseUrl, before, { onStep }).catch((error: Error) => error)
      if (!(result instanceof Error)) break
      assert.equal(result.message, 'ended here')
      ended += 20
      await assert.rejects(openAccounts(t, { databaseUrl, data: temporaryFolder(t) }), (error) => {
        assert.ok(error instanceof StoreFault)
        assert.match(error.message, /holds half a copy of another installation: let "latchkey copy" run/)
        return true
      })
    }
    assert.ok(ended >= 20)
    const after = await openAccounts(t, { databaseUrl, data: temporaryFolder(t), clock: before.clock })
    assert.equal((await after.rooms.sessions.findByToken(before.token))?.userId, before.userId)
    await after.close()
  })

  test('refused: what is served, another secret, a target with rows, a source that has changed since', async (t) => {
    const before = await livedIn(t)
    const databaseUrl = await emptyDatabase(t)
    await assert.rejects(
      copyTo(databaseUrl, before),
      (error) => error instanceof StoreFault && error.resultCode === 5,
    )
    await before.app.close()
    await assert.rejects(
      copyTo(databaseUrl, before, { secrets: ['another secret, with more than 32 characters'] }),
      SettingFaults,
    )
    const stop = ({ work }: CopyStep) => {
      if (work === 'compared') throw new Error('ended here')
    }
    await assert.rejects(copyTo(databaseUrl, before, { onStep: stop }), /ended here/)
    before.clock.advance(45_000)
    const { data, databaseFile, clock } = before
    const again = await openAccounts(t, { data, databaseFile, clock })
    await logIn(again, '13800138000')
    await again.close()
    await assert.rejects(copyTo(databaseUrl, before), (error) => {
      assert.ok(error instanceof CopyFault)
      assert.match(error.message, /this one has changed since \(.*sessions/)
      return true
    })
    const other = await emptyDatabase(t)
    await copyTo(other, before)
    await assert.rejects(copyTo(other, before), /the target is not empty: there are rows in audit/)
  })

  test('rows that do not arrive as they were are found', async (t) => {
    const before = await livedIn(t)
    await before.app.close()
    const databaseUrl = await emptyDatabase(t)
    const database = openPostgresDatabase(databaseUrl)
    t.after(() => database.close())
    const stop = ({ work }: CopyStep) => {
      if (work === 'compared') throw new Error('ended here')
    }
    await assert.rejects(copyTo(databaseUrl, before, { onStep: stop }), /ended here/)
    await (await database.kysely()).updateTable('users').set({ nick: 'Bob' }).execute()
    await assert.rejects(copyTo(databaseUrl, before), (error) => {
      assert.ok(error instanceof CopyFault)
      assert.deepEqual(
        [error.kind, error.message.split('. ')[0]],
        ['damaged', 'what arrived differs from what was read: users (1 rows read, 1 arrived)'],
      )
      return true
    })
  })
}

await onPostgres(1, () => describe('a copy of an installation', copies))

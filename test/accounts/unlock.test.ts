/** An operator opens what failures have closed: spec 6, O5 and L1. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createUser } from '../../src/accounts/create-user.ts'
import { unlockNumber, unlockUser } from '../../src/accounts/unlock.ts'
import { defaultTenant, type TenantId, type UserId } from '../../src/base/ids.ts'
import type { E164 } from '../../src/base/phone-number.ts'
import type { AppView } from '../../src/elements/app-view.ts'
import type { PasswordLogin } from '../../src/login/password/password-type.ts'
import { codeAt } from '../factors/open-factors.ts'
import {
  amysPhone,
  anonymous,
  audited,
  codeFor,
  laterCodeFor,
  phoneOf,
  wrong,
} from '../login/phone/phone-people.ts'
import type { TestElement } from '../support/open-test-app.ts'
import { outcome, refusal } from '../support/refusals.ts'
import { openAccounts, operator, passwordLogin, type TestAccounts } from './open-accounts.ts'

const amys = '+8613800138000' as E164
const captchaText = 'A2B3'
const manySends: Record<string, TestElement> = {
  'auths.loginTypes.phone': { config: { limits: { number: { hour: 1000, day: 1000 } } } },
  [passwordLogin]: {
    type: 'auths.loginTypes.PasswordType',
    config: { passwordTransport: 'plain', captcha: 'risk', lockout: { failures: 3 } },
  },
}

/** Wrong codes until the number is closed. */
async function close(opened: TestAccounts): Promise<void> {
  const { getLoginCode } = phoneOf(anonymous(opened))
  for (let failures = 0; failures < 100; ) {
    opened.clock.advance(3_600_000)
    const code = await codeFor(opened, amysPhone)
    if ((await outcome(getLoginCode(amysPhone, wrong(code)))) === 'CODE_ERROR') failures += 1
  }
  opened.clock.advance(7_200_000)
  const code = await codeFor(opened, amysPhone)
  await assert.rejects(getLoginCode(amysPhone, code), refusal('TOO_MANY_ATTEMPTS'))
}

/** A user with a number and a name. */
async function addAmy({ services }: TestAccounts): Promise<UserId> {
  const password = { username: 'amy', text: 'correct horse', loginType: passwordLogin }
  return (await createUser(services, { phone: { number: amysPhone }, password }, operator)).id
}

const passwords = (view: AppView) => view.getElement<PasswordLogin>(passwordLogin)

async function lock(view: AppView): Promise<void> {
  const login = passwords(view)
  for (let i = 0; i < 3; i += 1)
    await assert.rejects(login.getLoginCode('amy', 'wrong'), refusal('PASSWORD_ERROR'))
  const { token } = await login.generateCaptcha()
  await assert.rejects(
    login.getLoginCode('amy', 'correct horse', captchaText, token),
    refusal('ACCOUNT_LOCKED'),
  )
}

describe('spec 6 O5: an administrator opens a number that 100 failures have closed', () => {
  test('of a user: the right code logs in again, and the count starts anew', async (t) => {
    const opened = await openAccounts(t, { elements: manySends })
    const userId = await addAmy(opened)
    await close(opened)
    assert.deepEqual(await unlockUser(opened.services, userId, operator), {
      numbers: [{ phone: amys, opened: true }],
      password: false,
      secondFactor: false,
    })
    const { getLoginCode } = phoneOf(anonymous(opened))
    const code = await laterCodeFor(opened, amysPhone)
    await assert.rejects(getLoginCode(amysPhone, wrong(code)), refusal('CODE_ERROR'))
    assert.equal((await getLoginCode(amysPhone, code)).userId, userId)
  })

  test('of nobody: the number is open for a registration', async (t) => {
    const opened = await openAccounts(t, { elements: manySends })
    await close(opened)
    assert.deepEqual(await unlockNumber(opened.services, amys, operator), {
      phone: amys,
      opened: true,
      userId: undefined,
    })
    const code = await laterCodeFor(opened, amysPhone)
    await phoneOf(anonymous(opened)).register(amysPhone, code, 'Amy')
  })

  test('of another tenant: it stays closed', async (t) => {
    const opened = await openAccounts(t, { elements: manySends })
    await close(opened)
    const elsewhere = { ...operator, tenantId: 'other' as TenantId }
    assert.equal((await unlockNumber(opened.services, amys, elsewhere)).opened, false)
    const code = await laterCodeFor(opened, amysPhone)
    const register = phoneOf(anonymous(opened)).register(amysPhone, code, 'Amy')
    await assert.rejects(register, refusal('TOO_MANY_ATTEMPTS'))
  })
})

describe('an administrator opens what has to wait', () => {
  const laptop = { device: { key: 'dt:amys-laptop' } }

  test('a locked password, for strangers and for a device that is known: no captcha is asked for', async (t) => {
    const opened = await openAccounts(t, { elements: manySends, captchaSource: () => captchaText })
    const userId = await addAmy(opened)
    const { database, users, clock } = opened.rooms
    await database.commit([users.rememberDevice(defaultTenant, userId, laptop.device.key, clock.now())])
    const views = [anonymous(opened), anonymous(opened, laptop)]
    for (const view of views) await lock(view)
    assert.deepEqual(await unlockUser(opened.services, userId, operator), {
      numbers: [{ phone: amys, opened: false }],
      password: true,
      secondFactor: false,
    })
    for (const view of views)
      assert.equal((await passwords(view).getLoginCode('amy', 'correct horse')).userId, userId)
  })

  test('the codes of a number for a known device', async (t) => {
    const opened = await openAccounts(t, { elements: manySends })
    const userId = await addAmy(opened)
    const { database, users, clock } = opened.rooms
    await database.commit([users.rememberDevice(defaultTenant, userId, laptop.device.key, clock.now())])
    const { getLoginCode } = phoneOf(anonymous(opened, laptop))
    let code = ''
    for (let i = 0; i < 10; i += 1) {
      code = await laterCodeFor(opened, amysPhone)
      await assert.rejects(getLoginCode(amysPhone, wrong(code)), refusal('CODE_ERROR'))
    }
    await assert.rejects(getLoginCode(amysPhone, code), refusal('TOO_MANY_ATTEMPTS'))
    const { opened: wasWaiting, userId: owner } = await unlockNumber(opened.services, amys, operator)
    assert.deepEqual([wasWaiting, owner], [true, userId])
    assert.equal((await getLoginCode(amysPhone, code)).userId, userId)
  })

  test('a second factor that ten wrong codes have locked', async (t) => {
    const opened = await openAccounts(t)
    const owner = { tenantId: defaultTenant, userId: await addAmy(opened) }
    const { factors, database, clock } = opened.services
    const { secret } = await factors.enrol(owner, { issuer: 'Acme', account: 'amy' })
    const { steps } = await factors.confirm(owner, codeAt(secret, clock.now()))
    await database.commit(steps)
    opened.clock.advance(60_000)
    const code = codeAt(secret, clock.now())
    for (let i = 0; i < 10; i += 1)
      await assert.rejects(factors.check(owner, wrong(code)), refusal('CODE_ERROR'))
    await assert.rejects(factors.check(owner, code), refusal('TOO_MANY_ATTEMPTS'))
    assert.equal((await unlockUser(opened.services, owner.userId, operator)).secondFactor, true)
    assert.equal((await factors.check(owner, code)).method, 'totp')
  })

  test('L1: each is on record with the masked number, done by the system', async (t) => {
    const opened = await openAccounts(t)
    const userId = await addAmy(opened)
    await unlockUser(opened.services, userId, operator)
    await unlockNumber(opened.services, '+8613900139000' as E164, operator)
    const rows = await audited(opened, 'user.unlock')
    assert.deepEqual(
      rows.map(({ actor, user_id, subject }) => [actor, user_id, subject]),
      [
        ['system', userId, '+86138****8000'],
        ['system', null, '+86139****9000'],
      ],
    )
  })
})

/** The rows of an installation that has grown, in bulk: what a first login by message and a second one leave behind. */
import type { Dialect } from '../../src/storage/database.ts'
import { clientId } from '../people.ts'
import { seriesSql } from './sql-of-series.ts'

const dayMs = 86_400_000
const loginType = 'auths.loginTypes.phone'

/** Without a factor of 10, so all numbers of 8 digits come once, in no order. */
const phoneStep = 61_803_399
const phones = 100_000_000
const tenant = "'default'"
const address = "'127.0.0.1'"

/** The number of the user `index` (from 1), as people type it. */
export function grownPhone(index: number): string {
  return `138${String((index * phoneStep) % phones).padStart(8, '0')}`
}

/** One statement a table: `count` users who came over two years and logged in twice within the audit's days. */
export function grownRows(dialect: Dialect, count: number, now: number): readonly string[] {
  const { series, hex, digits } = seriesSql[dialect]
  /** Spread like the random ones of real rows, and different for every `salt`. */
  const spread = (salt: number) => hex(`(i * ${401_234_567_891 + 2 * salt} + ${salt}) % 281474976710597`)
  const digest = (salt: number) =>
    `${spread(salt)} || ${spread(salt + 1)} || ${spread(salt + 2)} || 'AbCdEfG'`
  const user = `${digits('i', 8)} || ${spread(1)}`
  const phone = `'+86138' || ${digits(`i * ${phoneStep} % ${phones}`, 8)}`
  const masked = `'138****' || ${digits('i % 10000', 4)}`
  const device = `'fp:' || ${digest(10)}`
  const createdAt = `${now - 730 * dayMs} + i * ${730 * dayMs - 60_000} / ${count}`
  const seenAt = `${now - 5 * dayMs} + i % ${4 * dayMs}`
  const audited = (daysAgo: number, action: string, about: string) =>
    `insert into audit (tenant_id, at, action, result, actor, client_id, address, user_id, subject, detail)
     ${series(count)} select ${tenant}, ${now - daysAgo * dayMs} + i * ${20 * dayMs} / ${count}, '${action}',
       'success', 'anonymous', '${clientId}', ${address}, ${about} from series`
  const sent = `null, '+86138****' || ${digits('i % 10000', 4)}, 'LOGIN_SMS'`
  const loggedIn = `${user}, '${loginType}', null`
  return [
    `insert into users (tenant_id, id, nick, phone, status, login_methods, created_at, secured_at, last_login_at)
     ${series(count)} select ${tenant}, ${user}, ${masked}, ${phone}, 'active', 1, ${createdAt}, 0, ${seenAt}
     from series`,
    `insert into phone_bindings (tenant_id, phone, login_type, user_id, bound_at)
     ${series(count)} select ${tenant}, ${phone}, '${loginType}', ${user}, ${createdAt} from series
     order by 2`,
    `insert into known_devices (tenant_id, user_id, device, first_at)
     ${series(count)} select ${tenant}, ${user}, ${device}, ${createdAt} from series`,
    `insert into corp_members (tenant_id, user_id, corp_id, joined_at)
     ${series(count)} select ${tenant}, ${user}, 'default', ${createdAt} from series`,
    `insert into sessions (token_hash, id, tenant_id, user_id, client_id, origin_id, method, device, agent, address,
       auth_time, last_seen_at, idle_ms, expires_at)
     ${series(count)} select ${digest(20)}, 's' || ${digits('i', 8)} || 'AbCdEfGhIjK', ${tenant}, ${user},
       '${clientId}', 'code:' || ${digits('i', 8)} || 'AbCdEfGhIjKlMn', 'sms', ${device}, 'latchkey-bench',
       ${address}, ${seenAt}, ${seenAt}, ${30 * dayMs}, ${seenAt} + ${30 * dayMs} from series`,
    audited(100, 'code.send', sent),
    audited(80, 'register.sms', loggedIn),
    audited(60, 'code.send', sent),
    audited(40, 'login.sms', loggedIn),
  ]
}

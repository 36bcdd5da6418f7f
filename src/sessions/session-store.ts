/** The sessions' table. A session is found by the digest of its token; the token itself is kept nowhere. */
import type { Clock } from '../base/clock.ts'
import { sha256 } from '../base/digest.ts'
import type { ClientId, SessionId, TenantId, UserId } from '../base/ids.ts'
import type { Refusal } from '../base/refusal.ts'
import { type Database, guarded, type Step, statement, step } from '../storage/database.ts'
import { pruneStatement } from '../storage/prune.ts'
import { tenantIsOpen } from '../tenants/tenant-store.ts'
import type { UserStatus } from '../users/user.ts'
import { userColumns } from '../users/user-store.ts'
import {
  type Session,
  type SessionListItem,
  type SessionListRow,
  type SessionRow,
  toListItem,
  toSession,
} from './session.ts'

export type NewSession = {
  readonly id: SessionId
  readonly token: string
  readonly tenantId: TenantId
  readonly userId: UserId
  readonly clientId: ClientId
  /** What was spent to make it: a code, a login code. No two sessions have the same one. */
  readonly originId: string
  readonly method: string
  readonly corpId: string | undefined
  readonly platform: string | undefined
  readonly device: string | undefined
  readonly agent: string | undefined
  readonly address: string | undefined
  readonly authTime: number
  readonly atOwnPage: boolean
  readonly now: number
  readonly idleMs: number
  readonly expiresAt: number
}

const columns = `s.id as sid, s.tenant_id, s.client_id, s.method, s.corp_id, s.device, s.auth_time, s.at_own_page,
  s.last_seen_at, s.idle_ms, s.expires_at, ${userColumns}`

const join = 'from sessions s join users u on u.tenant_id = s.tenant_id and u.id = s.user_id'
/** In the statement itself: a closed tenant's sessions are dead at once, in every process, for no round trip more. */
const isOpen = tenantIsOpen('s.tenant_id')

const findByToken = statement<[hash: string], SessionRow>(
  'sessions.by-token',
  `select ${columns} ${join} where s.token_hash = ? and ${isOpen}`,
)
const findById = statement<[tenant: string, user: string, id: string], SessionRow>(
  'sessions.by-id',
  `select ${columns} ${join} where s.tenant_id = ? and s.user_id = ? and s.id = ? and ${isOpen}`,
)
type Values = [
  tokenHash: string,
  id: string,
  tenant: string,
  user: string,
  client: string,
  origin: string,
  method: string,
  corp: string | null,
  platform: string | null,
  device: string | null,
  agent: string | null,
  address: string | null,
  authTime: number,
  atOwnPage: number,
  lastSeen: number,
  idleMs: number,
  expiresAt: number,
  inTenant: string,
]

const insertSession = statement<Values>(
  'sessions.insert',
  `insert into sessions (token_hash, id, tenant_id, user_id, client_id, origin_id, method, corp_id, platform, device,
     agent, address, auth_time, at_own_page, last_seen_at, idle_ms, expires_at)
   select ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? where ${tenantIsOpen('?')}`,
)
const touchSession = statement<[at: number, hash: string]>(
  'sessions.touch',
  'update sessions set last_seen_at = ? where token_hash = ?',
)
const replaceToken = statement<
  [newHash: string, at: number, hash: string, tenant: string, at: number, at: number]
>(
  'sessions.replace-token',
  `update sessions set token_hash = ?, last_seen_at = ?
   where token_hash = ? and tenant_id = ? and expires_at > ? and last_seen_at + idle_ms > ?
     and idle_ms > 0 and ${tenantIsOpen('sessions.tenant_id')}`,
)
const listSessions = statement<[tenant: string, user: string, now: number], SessionListRow>(
  'sessions.list',
  `select id, client_id, platform, agent, address, auth_time, last_seen_at, expires_at, idle_ms
   from sessions where tenant_id = ? and user_id = ? and expires_at > ? order by auth_time desc`,
)
/** A session without idle time is over, also for a process whose clock has not come to `expires_at`. */
const endOne = statement<[now: number, tenant: string, user: string, id: string]>(
  'sessions.end',
  'update sessions set expires_at = ?, idle_ms = 0 where tenant_id = ? and user_id = ? and id = ?',
)
const endLiving = statement<
  [now: number, tenant: string, user: string, id: string, now: number, now: number]
>(
  'sessions.end-living',
  `update sessions set expires_at = ?, idle_ms = 0
   where tenant_id = ? and user_id = ? and id = ? and expires_at > ? and last_seen_at + idle_ms > ? and idle_ms > 0`,
)
const endOthers = statement<[now: number, tenant: string, user: string, id: string, now: number]>(
  'sessions.end-others',
  `update sessions set expires_at = ?, idle_ms = 0
   where tenant_id = ? and user_id = ? and id <> ? and expires_at > ? and idle_ms > 0`,
)
const over = {
  name: 'sessions.prune',
  table: 'sessions',
  key: 'token_hash',
  where: 'expires_at < ?',
  orderBy: 'expires_at',
}

/** A use is written down at most this often. */
const touchEveryMs = 60_000

/** An ended session's row stays longer than the code that made it could live: its origin is not used again. */
const keepExpiredMs = 3_600_000

const noSession = '' as SessionId

export interface SessionStore {
  /** As a step: `spent` where there is a session of this origin, or the tenant was closed meanwhile. */
  insert(session: NewSession, spent: () => Refusal): Step
  /** The living session of a token, its use noted; nothing when it ended, idled out or its user is disabled. */
  findByToken(token: string): Promise<Session | undefined>
  /** The living session that an id_token names. */
  findById(tenantId: TenantId, userId: UserId, id: SessionId): Promise<Session | undefined>
  /**
   * As a step: gives a living session of the tenant a new token in place of `token`, which is dead from then on.
   * The session stays the same one: its id, what it was made of, and when it ends at the latest.
   */
  replaceToken(tenantId: TenantId, token: string, newToken: string, refused: () => Refusal): Step
  list(tenantId: TenantId, userId: UserId): Promise<SessionListItem[]>
  /** As a step: one session of the user; nothing happens when there is none of this id. */
  endOne(tenantId: TenantId, userId: UserId, id: SessionId): Step
  end(session: {
    readonly tenantId: TenantId
    readonly userId: UserId
    readonly id: SessionId
  }): Promise<void>
  /** As a step: the living session of the user, else `refused`. */
  endLiving(tenantId: TenantId, userId: UserId, id: SessionId, refused: () => Refusal): Step
  /** As a step: every session of the user, or all but `keep`. */
  endOthers(tenantId: TenantId, userId: UserId, keep?: SessionId): Step
  /** Removes the rows of at most `batch` sessions that ended an hour ago. Answers how many. */
  prune(batch: number): Promise<number>
}

type SessionDependencies = { readonly database: Database; readonly clock: Clock }

export function createSessionStore({ database, clock }: SessionDependencies): SessionStore {
  function alive(row: SessionRow | undefined): Session | undefined {
    const now = clock.now()
    if (row === undefined || row.status !== ('active' satisfies UserStatus)) return undefined
    if (isOver(row, now)) return undefined
    return toSession(row)
  }

  return {
    insert: (session, spent) => guarded(insertSession, valuesOf(session), spent),

    async findByToken(token) {
      const hash = sha256(token)
      const row = await database.first(findByToken, [hash])
      const session = alive(row)
      const now = clock.now()
      if (
        session !== undefined &&
        row !== undefined &&
        now - row.last_seen_at >= Math.min(touchEveryMs, row.idle_ms / 10)
      )
        await database.commit([step(touchSession, [now, hash])])
      return session
    },

    findById: async (tenantId, userId, id) => alive(await database.first(findById, [tenantId, userId, id])),

    replaceToken(tenantId, token, newToken, refused) {
      const now = clock.now()
      return guarded(replaceToken, [sha256(newToken), now, sha256(token), tenantId, now, now], refused)
    },

    async list(tenantId, userId) {
      const now = clock.now()
      const rows = await database.all(listSessions, [tenantId, userId, now])
      return rows.filter((row) => !isOver(row, now)).map(toListItem)
    },

    endOne: (tenantId, userId, id) => step(endOne, [clock.now(), tenantId, userId, id]),

    end: ({ tenantId, userId, id }) => database.commit([step(endOne, [clock.now(), tenantId, userId, id])]),

    endLiving(tenantId, userId, id, refused) {
      const now = clock.now()
      return guarded(endLiving, [now, tenantId, userId, id, now, now], refused)
    },

    endOthers(tenantId, userId, keep = noSession) {
      const now = clock.now()
      return step(endOthers, [now, tenantId, userId, keep, now])
    },

    prune(batch) {
      const statement = pruneStatement<[before: number]>(database.dialect, over, batch)
      return database.change(statement, [clock.now() - keepExpiredMs])
    },
  }
}

function isOver(row: Pick<SessionRow, 'expires_at' | 'last_seen_at' | 'idle_ms'>, now: number): boolean {
  return row.expires_at <= now || row.idle_ms <= 0 || row.last_seen_at + row.idle_ms <= now
}

function valuesOf(session: NewSession): Values {
  return [
    sha256(session.token),
    session.id,
    session.tenantId,
    session.userId,
    session.clientId,
    session.originId,
    session.method,
    session.corpId ?? null,
    session.platform ?? null,
    session.device ?? null,
    session.agent ?? null,
    session.address ?? null,
    session.authTime,
    session.atOwnPage ? 1 : 0,
    session.now,
    session.idleMs,
    session.expiresAt,
    session.tenantId,
  ]
}

import type { Migration } from '../storage/migrate.ts'

export const sessionMigrations: readonly Migration[] = [
  {
    id: '2026-11-21-sessions',
    async up(schema) {
      await schema.schema
        .createTable('sessions')
        .addColumn('token_hash', 'text', (column) => column.primaryKey())
        .addColumn('id', 'text', (column) => column.notNull())
        .addColumn('tenant_id', 'text', (column) => column.notNull())
        .addColumn('user_id', 'text', (column) => column.notNull())
        .addColumn('client_id', 'text', (column) => column.notNull())
        .addColumn('origin_id', 'text', (column) => column.notNull().unique())
        .addColumn('method', 'text', (column) => column.notNull())
        .addColumn('corp_id', 'text')
        .addColumn('platform', 'text')
        .addColumn('device', 'text')
        .addColumn('agent', 'text')
        .addColumn('address', 'text')
        .addColumn('auth_time', 'bigint', (column) => column.notNull())
        .addColumn('last_seen_at', 'bigint', (column) => column.notNull())
        .addColumn('idle_ms', 'bigint', (column) => column.notNull())
        .addColumn('expires_at', 'bigint', (column) => column.notNull())
        .execute()
      await schema.schema
        .createIndex('sessions_by_user')
        .on('sessions')
        .columns(['tenant_id', 'user_id'])
        .execute()
      await schema.schema.createIndex('sessions_by_expiry').on('sessions').column('expires_at').execute()
    },
  },
  {
    id: '2026-11-21-sessions-own-page',
    async up(schema) {
      await schema.schema.alterTable('sessions').addColumn('at_own_page', 'integer').execute()
    },
  },
]

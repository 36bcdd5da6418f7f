import type { SqlBool } from 'kysely'
import { createClustered } from '../storage/create-clustered.ts'
import type { Migration } from '../storage/migrate.ts'

/** What is open is little; each index holds just the rows that somebody asks for. */
export const recoveryMigrations: readonly Migration[] = [
  {
    id: '2026-11-21-recoveries',
    async up({ schema }, dialect) {
      const { sql } = await import('kysely')
      await createClustered(
        schema
          .createTable('recoveries')
          .addColumn('tenant_id', 'text', (column) => column.notNull())
          .addColumn('id', 'text', (column) => column.notNull())
          .addColumn('user_id', 'text', (column) => column.notNull())
          .addColumn('client_id', 'text', (column) => column.notNull())
          .addColumn('login_type', 'text', (column) => column.notNull())
          .addColumn('old_phone', 'text', (column) => column.notNull())
          .addColumn('new_phone', 'text', (column) => column.notNull())
          .addColumn('reason', 'text', (column) => column.notNull())
          .addColumn('address', 'text')
          .addColumn('state', 'text', (column) => column.notNull())
          .addColumn('at', 'bigint', (column) => column.notNull())
          .addColumn('due_at', 'bigint', (column) => column.notNull())
          .addColumn('notice', 'text', (column) => column.notNull())
          .addColumn('decided_by', 'text')
          .addColumn('decided_at', 'bigint')
          .addColumn('ended_at', 'bigint')
          .addPrimaryKeyConstraint('recoveries_key', ['tenant_id', 'id']),
        dialect,
      )
      const index = (name: string, ...columns: string[]) =>
        schema.createIndex(name).on('recoveries').columns(columns)
      const isOpen = sql<SqlBool>`ended_at is null`
      await index('recoveries_by_time', 'tenant_id', 'at', 'id').execute()
      await index('recoveries_by_state', 'tenant_id', 'state', 'at', 'id').execute()
      await index('recoveries_of_user', 'tenant_id', 'user_id', 'at').execute()
      await index('recoveries_open', 'tenant_id', 'at', 'id').where(isOpen).execute()
      await index('recoveries_due', 'state', 'due_at').where(isOpen).execute()
      await index('recoveries_ended', 'ended_at').where(sql<SqlBool>`ended_at is not null`).execute()
    },
  },
]

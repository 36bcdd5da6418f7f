import { createClustered } from '../storage/create-clustered.ts'
import type { Migration } from '../storage/migrate.ts'

export const corpMigrations: readonly Migration[] = [
  {
    id: '2026-11-21-corp-members',
    async up(schema, dialect) {
      await createClustered(
        schema.schema
          .createTable('corp_members')
          .addColumn('tenant_id', 'text', (column) => column.notNull())
          .addColumn('user_id', 'text', (column) => column.notNull())
          .addColumn('corp_id', 'text', (column) => column.notNull())
          .addColumn('joined_at', 'bigint', (column) => column.notNull())
          .addPrimaryKeyConstraint('corp_members_key', ['tenant_id', 'user_id', 'corp_id']),
        dialect,
      )
    },
  },
]

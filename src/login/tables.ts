import { createClustered } from '../storage/create-clustered.ts'
import type { Migration } from '../storage/migrate.ts'

/** Of all login types together; each has tables of its own besides. */
export const loginMigrations: readonly Migration[] = [
  {
    id: '2026-11-21-single-uses',
    async up(schema, dialect) {
      await createClustered(
        schema.schema
          .createTable('single_uses')
          .addColumn('tenant_id', 'text', (column) => column.notNull())
          .addColumn('login_type', 'text', (column) => column.notNull())
          .addColumn('use_key', 'text', (column) => column.notNull())
          .addColumn('used_at', 'bigint', (column) => column.notNull())
          .addPrimaryKeyConstraint('single_uses_key', ['tenant_id', 'login_type', 'use_key']),
        dialect,
      )
    },
  },
]

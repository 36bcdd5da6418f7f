import { createClustered } from '../storage/create-clustered.ts'
import type { Migration } from '../storage/migrate.ts'

export const noticeMigrations: readonly Migration[] = [
  {
    id: '2026-11-21-notices',
    async up({ schema }, dialect) {
      await createClustered(
        schema
          .createTable('notices')
          .addColumn('tenant_id', 'text', (column) => column.notNull())
          .addColumn('id', 'text', (column) => column.notNull())
          .addColumn('purpose', 'text', (column) => column.notNull())
          .addColumn('login_type', 'text', (column) => column.notNull())
          .addColumn('client_id', 'text')
          .addColumn('phone', 'text', (column) => column.notNull())
          .addColumn('next_at', 'bigint', (column) => column.notNull())
          .addColumn('ends_at', 'bigint', (column) => column.notNull())
          .addPrimaryKeyConstraint('notices_key', ['tenant_id', 'id']),
        dialect,
      )
      await schema.createIndex('notices_due').on('notices').columns(['next_at']).execute()
    },
  },
]

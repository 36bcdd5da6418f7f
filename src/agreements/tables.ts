import { createClustered } from '../storage/create-clustered.ts'
import type { Migration } from '../storage/migrate.ts'

export const agreementMigrations: readonly Migration[] = [
  {
    id: '2026-11-21-agreements',
    async up(schema, dialect) {
      await createClustered(
        schema.schema
          .createTable('agreements')
          .addColumn('tenant_id', 'text', (column) => column.notNull())
          .addColumn('user_id', 'text', (column) => column.notNull())
          .addColumn('client_id', 'text', (column) => column.notNull())
          .addColumn('name', 'text', (column) => column.notNull())
          .addColumn('version', 'text', (column) => column.notNull())
          .addColumn('agreed_at', 'bigint', (column) => column.notNull())
          .addPrimaryKeyConstraint('agreements_key', [
            'tenant_id',
            'user_id',
            'client_id',
            'name',
            'version',
          ]),
        dialect,
      )
    },
  },
]

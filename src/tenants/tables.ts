import { createClustered } from '../storage/create-clustered.ts'
import type { Migration } from '../storage/migrate.ts'

export const tenantMigrations: readonly Migration[] = [
  {
    id: '2026-11-21-tenants',
    async up(schema, dialect) {
      await createClustered(
        schema.schema
          .createTable('tenants')
          .addColumn('id', 'text', (column) => column.notNull())
          .addColumn('title', 'text', (column) => column.notNull())
          .addColumn('state', 'text', (column) => column.notNull())
          .addColumn('created_at', 'bigint', (column) => column.notNull())
          .addColumn('closed_at', 'bigint')
          .addPrimaryKeyConstraint('tenants_key', ['id']),
        dialect,
      )
    },
  },
]

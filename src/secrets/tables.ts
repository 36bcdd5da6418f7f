/** The table of secrets that must be read back: element salts, vendor secrets. */
import type { Migration } from '../storage/migrate.ts'

export const secretMigrations: readonly Migration[] = [
  {
    id: '2026-11-21-secrets',
    async up(schema) {
      await schema.schema
        .createTable('secrets')
        .addColumn('tenant_id', 'text', (column) => column.notNull())
        .addColumn('name', 'text', (column) => column.notNull())
        .addColumn('sealed', 'text', (column) => column.notNull())
        .addColumn('key_id', 'text', (column) => column.notNull())
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('secrets_key', ['tenant_id', 'name'])
        .execute()
    },
  },
]

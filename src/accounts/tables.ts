/** How far imports have come, so that one that was killed goes on where it was. */
import type { Migration } from '../storage/migrate.ts'

export const accountMigrations: readonly Migration[] = [
  {
    id: '2026-11-21-user-imports',
    async up(schema) {
      await schema.schema
        .createTable('user_imports')
        .addColumn('tenant_id', 'text', (column) => column.notNull())
        .addColumn('file_id', 'text', (column) => column.notNull())
        .addColumn('rows_done', 'bigint', (column) => column.notNull())
        .addColumn('imported', 'bigint', (column) => column.notNull())
        .addColumn('rejected', 'bigint', (column) => column.notNull())
        .addColumn('needs_text', 'bigint', (column) => column.notNull())
        .addColumn('rejects_bytes', 'bigint', (column) => column.notNull())
        .addColumn('started_at', 'bigint', (column) => column.notNull())
        .addColumn('finished_at', 'bigint')
        .addPrimaryKeyConstraint('user_imports_key', ['tenant_id', 'file_id'])
        .execute()
      await schema.schema
        .createTable('user_import_rows')
        .addColumn('tenant_id', 'text', (column) => column.notNull())
        .addColumn('file_id', 'text', (column) => column.notNull())
        .addColumn('row_number', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('user_import_rows_key', ['tenant_id', 'file_id', 'row_number'])
        .execute()
    },
  },
]

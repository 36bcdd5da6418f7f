/** What administrators changed of an app's elements, and how often any of them were changed. */
import type { Migration } from '../storage/migrate.ts'

export const editMigrations: readonly Migration[] = [
  {
    id: '2026-11-21-element-versions',
    async up(schema) {
      await schema.schema
        .createTable('element_versions')
        .addColumn('app_id', 'text', (column) => column.primaryKey())
        .addColumn('version', 'bigint', (column) => column.notNull())
        .execute()
    },
  },
  {
    id: '2026-11-21-element-edits',
    async up(schema) {
      await schema.schema
        .createTable('element_edits')
        .addColumn('app_id', 'text', (column) => column.notNull())
        .addColumn('full_name', 'text', (column) => column.notNull())
        .addColumn('title', 'text', (column) => column.notNull())
        .addColumn('type', 'text', (column) => column.notNull())
        .addColumn('description', 'text')
        .addColumn('settings', 'text', (column) => column.notNull())
        .addColumn('sealed', 'text', (column) => column.notNull())
        .addColumn('key_id', 'text', (column) => column.notNull())
        .addColumn('version', 'bigint', (column) => column.notNull())
        .addColumn('changed_at', 'bigint', (column) => column.notNull())
        .addColumn('changed_by', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('element_edits_key', ['app_id', 'full_name'])
        .execute()
    },
  },
]

import type { Migration } from '../storage/migrate.ts'

export const auditMigrations: readonly Migration[] = [
  {
    id: '2026-11-21-audit',
    async up(schema, dialect) {
      await schema.schema
        .createTable('audit')
        .addColumn('id', dialect === 'sqlite' ? 'integer' : 'bigserial', (column) => column.primaryKey())
        .addColumn('tenant_id', 'text', (column) => column.notNull())
        .addColumn('at', 'bigint', (column) => column.notNull())
        .addColumn('action', 'text', (column) => column.notNull())
        .addColumn('result', 'text', (column) => column.notNull())
        .addColumn('actor', 'text', (column) => column.notNull())
        .addColumn('user_id', 'text')
        .addColumn('client_id', 'text')
        .addColumn('address', 'text')
        .addColumn('subject', 'text')
        .addColumn('detail', 'text')
        .execute()
      await schema.schema.createIndex('audit_by_time').on('audit').columns(['tenant_id', 'at']).execute()
    },
  },
  {
    id: '2026-11-21-audit-stated-address',
    async up(schema) {
      await schema.schema.alterTable('audit').addColumn('stated_address', 'text').execute()
    },
  },
]

import { createClustered } from '../storage/create-clustered.ts'
import type { Migration } from '../storage/migrate.ts'

export const spendMigrations: readonly Migration[] = [
  {
    id: '2026-11-21-message-counts',
    async up(schema, dialect) {
      const columns = ['sent', 'proven', 'delivered', 'undelivered'] as const
      const table = schema.schema
        .createTable('message_counts')
        .addColumn('tenant_id', 'text', (column) => column.notNull())
        .addColumn('prefix', 'text', (column) => column.notNull())
        .addColumn('at', 'bigint', (column) => column.notNull())
        .addColumn('country', 'text', (column) => column.notNull())
        .addColumn('service', 'text', (column) => column.notNull())
        .addPrimaryKeyConstraint('message_counts_key', ['tenant_id', 'prefix', 'at', 'country', 'service'])
      const counted = columns.reduce(
        (made, name) => made.addColumn(name, 'integer', (column) => column.notNull()),
        table,
      )
      await createClustered(counted, dialect)
      await schema.schema.createIndex('message_counts_by_time').on('message_counts').column('at').execute()
      await createClustered(
        schema.schema
          .createTable('closed_prefixes')
          .addColumn('tenant_id', 'text', (column) => column.notNull())
          .addColumn('prefix', 'text', (column) => column.notNull())
          .addColumn('country', 'text', (column) => column.notNull())
          .addColumn('closed_at', 'bigint', (column) => column.notNull())
          .addColumn('until', 'bigint', (column) => column.notNull())
          .addPrimaryKeyConstraint('closed_prefixes_key', ['tenant_id', 'prefix']),
        dialect,
      )
    },
  },
  {
    id: '2026-11-21-message-counts-lists',
    async up(schema) {
      await schema.schema
        .createIndex('message_counts_of_tenant')
        .on('message_counts')
        .columns(['tenant_id', 'at'])
        .execute()
    },
  },
]

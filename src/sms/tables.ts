import { createClustered } from '../storage/create-clustered.ts'
import type { Migration } from '../storage/migrate.ts'

export const smsMigrations: readonly Migration[] = [
  {
    id: '2026-11-21-sms-messages',
    async up(schema, dialect) {
      await createClustered(
        schema.schema
          .createTable('sms_messages')
          .addColumn('id', 'text', (column) => column.primaryKey())
          .addColumn('at', 'bigint', (column) => column.notNull())
          .addColumn('tenant_id', 'text', (column) => column.notNull())
          .addColumn('element', 'text', (column) => column.notNull())
          .addColumn('phone', 'text', (column) => column.notNull())
          .addColumn('country', 'text', (column) => column.notNull())
          .addColumn('prefix', 'text', (column) => column.notNull())
          .addColumn('purpose', 'text', (column) => column.notNull())
          .addColumn('state', 'text', (column) => column.notNull())
          .addColumn('reason', 'text')
          .addColumn('vendor', 'text', (column) => column.notNull())
          .addColumn('vendor_id', 'text')
          .addColumn('cost_class', 'text', (column) => column.notNull())
          .addColumn('changed_at', 'bigint', (column) => column.notNull()),
        dialect,
      )
      await schema.schema
        .createIndex('sms_messages_by_vendor_id')
        .on('sms_messages')
        .columns(['vendor_id', 'element'])
        .execute()
      await schema.schema
        .createIndex('sms_messages_by_time')
        .on('sms_messages')
        .columns(['tenant_id', 'at'])
        .execute()
    },
  },
]

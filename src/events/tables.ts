/** The outbox: who hears of what, the events, and what of them is still to be delivered to whom. */
import type { Migration } from '../storage/migrate.ts'

export const eventMigrations: readonly Migration[] = [
  {
    id: '2026-11-21-events',
    async up({ schema }) {
      await schema
        .createTable('event_subscribers')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('tenant_id', 'text', (column) => column.notNull())
        .addColumn('types', 'text', (column) => column.notNull())
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .addColumn('failing_since', 'bigint')
        .addColumn('paused_at', 'bigint')
        .execute()
      await schema
        .createTable('events')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('tenant_id', 'text', (column) => column.notNull())
        .addColumn('type', 'text', (column) => column.notNull())
        .addColumn('at', 'bigint', (column) => column.notNull())
        .addColumn('data', 'text', (column) => column.notNull())
        .execute()
      await schema.createIndex('events_by_time').on('events').columns(['at', 'id']).execute()
      await schema
        .createTable('event_deliveries')
        .addColumn('subscriber_id', 'text', (column) => column.notNull())
        .addColumn('event_id', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('attempts', 'integer', (column) => column.notNull())
        .addColumn('due_at', 'bigint', (column) => column.notNull())
        .addColumn('claim', 'text')
        .addColumn('result', 'text')
        .addColumn('tried_at', 'bigint')
        .addPrimaryKeyConstraint('event_deliveries_key', ['subscriber_id', 'event_id'])
        .execute()
      await schema
        .createIndex('event_deliveries_due')
        .on('event_deliveries')
        .columns(['subscriber_id', 'state', 'due_at'])
        .execute()
      await schema.createIndex('event_deliveries_claim').on('event_deliveries').column('claim').execute()
      await schema
        .createIndex('event_deliveries_of_event')
        .on('event_deliveries')
        .column('event_id')
        .execute()
    },
  },
]

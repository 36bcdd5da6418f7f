import type { Migration } from '../storage/migrate.ts'

/** The signing secrets are in the table of secrets, the state of an endpoint with its subscription. */
export const webhookMigrations: readonly Migration[] = [
  {
    id: '2026-11-21-webhooks',
    async up({ schema }) {
      await schema
        .createTable('webhook_endpoints')
        .addColumn('id', 'text', (column) => column.primaryKey())
        .addColumn('tenant_id', 'text', (column) => column.notNull())
        .addColumn('url', 'text', (column) => column.notNull())
        .execute()
    },
  },
]

import type { Migration } from '../storage/migrate.ts'

export const userMigrations: readonly Migration[] = [
  {
    id: '2026-11-21-users',
    async up(schema) {
      await schema.schema
        .createTable('users')
        .addColumn('tenant_id', 'text', (column) => column.notNull())
        .addColumn('id', 'text', (column) => column.notNull())
        .addColumn('nick', 'text', (column) => column.notNull())
        .addColumn('name', 'text')
        .addColumn('email', 'text')
        .addColumn('phone', 'text')
        .addColumn('username', 'text')
        .addColumn('status', 'text', (column) => column.notNull())
        .addColumn('login_methods', 'integer', (column) => column.notNull())
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .addColumn('secured_at', 'bigint', (column) => column.notNull())
        .addColumn('last_login_at', 'bigint')
        .addPrimaryKeyConstraint('users_key', ['tenant_id', 'id'])
        .execute()
      await schema.schema
        .createTable('known_devices')
        .addColumn('tenant_id', 'text', (column) => column.notNull())
        .addColumn('user_id', 'text', (column) => column.notNull())
        .addColumn('device', 'text', (column) => column.notNull())
        .addColumn('first_at', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('known_devices_key', ['tenant_id', 'user_id', 'device'])
        .execute()
    },
  },
]

import type { SqlBool } from 'kysely'
import { createClustered } from '../storage/create-clustered.ts'
import type { Migration } from '../storage/migrate.ts'

export const userMigrations: readonly Migration[] = [
  {
    id: '2026-11-21-users',
    async up(schema, dialect) {
      await createClustered(
        schema.schema
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
          .addPrimaryKeyConstraint('users_key', ['tenant_id', 'id']),
        dialect,
      )
      await createClustered(
        schema.schema
          .createTable('known_devices')
          .addColumn('tenant_id', 'text', (column) => column.notNull())
          .addColumn('user_id', 'text', (column) => column.notNull())
          .addColumn('device', 'text', (column) => column.notNull())
          .addColumn('first_at', 'bigint', (column) => column.notNull())
          .addPrimaryKeyConstraint('known_devices_key', ['tenant_id', 'user_id', 'device']),
        dialect,
      )
    },
  },
  {
    id: '2026-11-21-users-lists',
    async up(schema) {
      const { sql } = await import('kysely')
      await schema.schema
        .createIndex('users_by_creation')
        .on('users')
        .columns(['tenant_id', 'created_at', 'id'])
        .execute()
      await schema.schema
        .createIndex('users_disabled')
        .on('users')
        .columns(['tenant_id', 'created_at', 'id'])
        .where(sql<SqlBool>`status = 'disabled'`)
        .execute()
    },
  },
  {
    id: '2026-11-21-users-profiles',
    async up(schema, dialect) {
      await createClustered(
        schema.schema
          .createTable('user_profiles')
          .addColumn('tenant_id', 'text', (column) => column.notNull())
          .addColumn('user_id', 'text', (column) => column.notNull())
          .addColumn('fields', 'text', (column) => column.notNull())
          .addPrimaryKeyConstraint('user_profiles_key', ['tenant_id', 'user_id']),
        dialect,
      )
    },
  },
  {
    id: '2026-11-21-users-closed',
    async up(schema) {
      const { sql } = await import('kysely')
      await schema.schema.alterTable('users').addColumn('delete_at', 'bigint').execute()
      await schema.schema
        .createIndex('users_closed')
        .on('users')
        .column('delete_at')
        .where(sql<SqlBool>`delete_at is not null`)
        .execute()
    },
  },
  {
    id: '2026-11-21-users-marks',
    async up({ schema }) {
      await schema.alterTable('users').addColumn('recovery_id', 'text').execute()
      await schema.alterTable('users').addColumn('password_expired_at', 'bigint').execute()
    },
  },
]

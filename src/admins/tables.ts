import { createClustered } from '../storage/create-clustered.ts'
import type { Migration } from '../storage/migrate.ts'

export const adminMigrations: readonly Migration[] = [
  {
    id: '2026-11-21-admins',
    async up(schema, dialect) {
      const table = (name: string) =>
        schema.schema.createTable(name).addColumn('id', 'text', (c) => c.notNull())
      await createClustered(
        table('admins')
          .addColumn('name', 'text', (column) => column.notNull())
          .addColumn('role', 'text', (column) => column.notNull())
          .addColumn('password', 'text', (column) => column.notNull())
          .addColumn('created_at', 'bigint', (column) => column.notNull())
          .addPrimaryKeyConstraint('admins_key', ['id'])
          .addUniqueConstraint('admins_name', ['name']),
        dialect,
      )
      await createClustered(
        table('admin_sessions')
          .addColumn('admin_id', 'text', (column) => column.notNull())
          .addColumn('address', 'text')
          .addColumn('created_at', 'bigint', (column) => column.notNull())
          .addColumn('last_seen_at', 'bigint', (column) => column.notNull())
          .addPrimaryKeyConstraint('admin_sessions_key', ['id']),
        dialect,
      )
      await schema.schema
        .createIndex('admin_sessions_by_admin')
        .on('admin_sessions')
        .columns(['admin_id'])
        .execute()
      await schema.schema
        .createIndex('admin_sessions_by_age')
        .on('admin_sessions')
        .columns(['created_at'])
        .execute()
      await createClustered(
        table('admin_invites')
          .addColumn('role', 'text', (column) => column.notNull())
          .addColumn('created_by', 'text', (column) => column.notNull())
          .addColumn('expires_at', 'bigint', (column) => column.notNull())
          .addPrimaryKeyConstraint('admin_invites_key', ['id']),
        dialect,
      )
      await createClustered(
        table('admin_keys')
          .addColumn('digest', 'text', (column) => column.notNull())
          .addColumn('title', 'text', (column) => column.notNull())
          .addColumn('role', 'text', (column) => column.notNull())
          .addColumn('created_by', 'text', (column) => column.notNull())
          .addColumn('created_at', 'bigint', (column) => column.notNull())
          .addColumn('expires_at', 'bigint', (column) => column.notNull())
          .addPrimaryKeyConstraint('admin_keys_key', ['id'])
          .addUniqueConstraint('admin_keys_digest', ['digest']),
        dialect,
      )
    },
  },
]

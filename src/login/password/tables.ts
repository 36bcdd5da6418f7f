import { createClustered } from '../../storage/create-clustered.ts'
import type { Migration } from '../../storage/migrate.ts'

export const passwordMigrations: readonly Migration[] = [
  {
    id: '2026-11-21-password-bindings',
    async up(schema, dialect) {
      await createClustered(
        schema.schema
          .createTable('password_bindings')
          .addColumn('tenant_id', 'text', (column) => column.notNull())
          .addColumn('username_folded', 'text', (column) => column.notNull())
          .addColumn('login_type', 'text', (column) => column.notNull())
          .addColumn('user_id', 'text', (column) => column.notNull())
          .addColumn('stored', 'text', (column) => column.notNull())
          .addColumn('salt_id', 'text')
          .addColumn('version', 'integer', (column) => column.notNull())
          .addColumn('changed_at', 'bigint', (column) => column.notNull())
          .addPrimaryKeyConstraint('password_bindings_key', ['tenant_id', 'username_folded'])
          .addUniqueConstraint('password_bindings_of_user', ['tenant_id', 'user_id', 'login_type']),
        dialect,
      )
      await schema.schema
        .createIndex('password_bindings_by_salt')
        .on('password_bindings')
        .columns(['login_type', 'salt_id'])
        .execute()
      await schema.schema
        .createTable('password_salts')
        .addColumn('login_type', 'text', (column) => column.notNull())
        .addColumn('salt_id', 'text', (column) => column.notNull())
        .addColumn('used_at', 'bigint', (column) => column.notNull())
        .addPrimaryKeyConstraint('password_salts_key', ['login_type', 'salt_id'])
        .execute()
    },
  },
]

import { createClustered } from '../../storage/create-clustered.ts'
import type { Migration } from '../../storage/migrate.ts'

export const phoneMigrations: readonly Migration[] = [
  {
    id: '2026-11-21-phone-bindings',
    async up(schema, dialect) {
      await createClustered(
        schema.schema
          .createTable('phone_bindings')
          .addColumn('tenant_id', 'text', (column) => column.notNull())
          .addColumn('phone', 'text', (column) => column.notNull())
          .addColumn('login_type', 'text', (column) => column.notNull())
          .addColumn('user_id', 'text', (column) => column.notNull())
          .addColumn('bound_at', 'bigint', (column) => column.notNull())
          .addPrimaryKeyConstraint('phone_bindings_key', ['tenant_id', 'phone'])
          .addUniqueConstraint('phone_bindings_of_user', ['tenant_id', 'user_id', 'login_type']),
        dialect,
      )
    },
  },
]

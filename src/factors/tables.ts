import { createClustered } from '../storage/create-clustered.ts'
import type { Migration } from '../storage/migrate.ts'

export const factorMigrations: readonly Migration[] = [
  {
    id: '2026-11-21-totp-factors',
    async up(schema, dialect) {
      await createClustered(
        schema.schema
          .createTable('totp_factors')
          .addColumn('tenant_id', 'text', (column) => column.notNull())
          .addColumn('user_id', 'text', (column) => column.notNull())
          .addColumn('sealed', 'text', (column) => column.notNull())
          .addColumn('key_id', 'text', (column) => column.notNull())
          .addColumn('last_step', 'bigint', (column) => column.notNull())
          .addColumn('created_at', 'bigint', (column) => column.notNull())
          .addPrimaryKeyConstraint('totp_factors_key', ['tenant_id', 'user_id']),
        dialect,
      )
      await schema.schema
        .createIndex('totp_factors_by_secret')
        .on('totp_factors')
        .columns(['key_id'])
        .execute()
      await createClustered(
        schema.schema
          .createTable('recovery_codes')
          .addColumn('tenant_id', 'text', (column) => column.notNull())
          .addColumn('user_id', 'text', (column) => column.notNull())
          .addColumn('digest', 'text', (column) => column.notNull())
          .addPrimaryKeyConstraint('recovery_codes_key', ['tenant_id', 'user_id', 'digest']),
        dialect,
      )
    },
  },
]

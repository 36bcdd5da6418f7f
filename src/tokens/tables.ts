/**
 * The table of signing keys. They belong to the installation and not to a tenant: there is one issuer and one
 * JWKS address for all tenants, so a token's tenant is told by its audience.
 */
import type { Migration } from '../storage/migrate.ts'

export const tokenMigrations: readonly Migration[] = [
  {
    id: '2026-11-21-signing-keys',
    async up(schema) {
      await schema.schema
        .createTable('signing_keys')
        .addColumn('kid', 'text', (column) => column.primaryKey())
        .addColumn('algorithm', 'text', (column) => column.notNull())
        .addColumn('state', 'text', (column) => column.notNull())
        .addColumn('public_jwk', 'text', (column) => column.notNull())
        .addColumn('sealed', 'text')
        .addColumn('key_id', 'text')
        .addColumn('token_ttl_seconds', 'bigint', (column) => column.notNull())
        .addColumn('created_at', 'bigint', (column) => column.notNull())
        .addColumn('retired_at', 'bigint')
        .execute()
      await schema.schema
        .createIndex('signing_keys_one_of_each')
        .on('signing_keys')
        .columns(['algorithm', 'state'])
        .unique()
        .where('state', 'in', ['next', 'current'])
        .execute()
    },
  },
]

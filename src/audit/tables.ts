import type { SqlBool } from 'kysely'
import { createClustered } from '../storage/create-clustered.ts'
import type { Migration } from '../storage/migrate.ts'

export const auditMigrations: readonly Migration[] = [
  {
    id: '2026-11-21-audit',
    async up(schema, dialect) {
      await schema.schema
        .createTable('audit')
        .addColumn('id', dialect === 'sqlite' ? 'integer' : 'bigserial', (column) => column.primaryKey())
        .addColumn('tenant_id', 'text', (column) => column.notNull())
        .addColumn('at', 'bigint', (column) => column.notNull())
        .addColumn('action', 'text', (column) => column.notNull())
        .addColumn('result', 'text', (column) => column.notNull())
        .addColumn('actor', 'text', (column) => column.notNull())
        .addColumn('user_id', 'text')
        .addColumn('client_id', 'text')
        .addColumn('address', 'text')
        .addColumn('subject', 'text')
        .addColumn('detail', 'text')
        .execute()
      await schema.schema.createIndex('audit_by_time').on('audit').columns(['tenant_id', 'at']).execute()
    },
  },
  {
    id: '2026-11-21-audit-stated-address',
    async up(schema) {
      await schema.schema.alterTable('audit').addColumn('stated_address', 'text').execute()
    },
  },
  {
    id: '2026-11-21-audit-lists',
    async up(schema) {
      const { sql } = await import('kysely')
      await schema.schema
        .createIndex('audit_by_user')
        .on('audit')
        .columns(['tenant_id', 'user_id', 'at'])
        .where(sql<SqlBool>`user_id is not null`)
        .execute()
      await schema.schema
        .createIndex('audit_by_admin')
        .on('audit')
        .columns(['tenant_id', 'actor', 'at'])
        .where(sql<SqlBool>`substr(actor, 1, 6) = 'admin:'`)
        .execute()
    },
  },
  {
    id: '2026-11-21-audit-hours',
    async up(schema, dialect) {
      await createClustered(
        schema.schema
          .createTable('audit_hours')
          .addColumn('tenant_id', 'text', (column) => column.notNull())
          .addColumn('at', 'bigint', (column) => column.notNull())
          .addColumn('action', 'text', (column) => column.notNull())
          .addColumn('result', 'text', (column) => column.notNull())
          .addColumn('count', 'bigint', (column) => column.notNull())
          .addPrimaryKeyConstraint('audit_hours_key', ['tenant_id', 'at', 'action', 'result']),
        dialect,
      )
      await schema.schema.createIndex('audit_hours_by_time').on('audit_hours').column('at').execute()
      await schema.schema
        .createTable('audit_hours_place')
        .addColumn('name', 'text', (column) => column.primaryKey())
        .addColumn('last', 'bigint', (column) => column.notNull())
        .execute()
    },
  },
  {
    id: '2026-11-21-audit-times',
    async up(schema) {
      await schema.schema.alterTable('audit').addColumn('times', 'integer').execute()
    },
  },
]

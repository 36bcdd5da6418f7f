/** What every driver of the SQL port promises, one file for each kind of promise. */
import { describe } from 'node:test'
import { commitContract } from './database/commit-contract.ts'
import { exclusivelyContract } from './database/exclusively-contract.ts'
import { migrateContract } from './database/migrate-contract.ts'
import type { OpenDatabase } from './database/opened-database.ts'
import { readsContract } from './database/reads-contract.ts'

export function databaseContract(name: string, open: OpenDatabase): void {
  describe(`database on ${name}`, () => {
    readsContract(open)
    commitContract(open)
    exclusivelyContract(open)
    migrateContract(open)
  })
}

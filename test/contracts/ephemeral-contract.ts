/** What every driver of the ephemeral port promises, one file for each kind of promise. */
import { describe } from 'node:test'
import { brakeContract } from './ephemeral/brake-contract.ts'
import { factsContract } from './ephemeral/facts-contract.ts'
import { guardedContract } from './ephemeral/guarded-contract.ts'
import { limitsContract } from './ephemeral/limits-contract.ts'
import { listsContract } from './ephemeral/lists-contract.ts'
import type { OpenStore } from './ephemeral/opened-store.ts'
import { sharingContract } from './ephemeral/sharing-contract.ts'
import { windowsContract } from './ephemeral/windows-contract.ts'

export function ephemeralContract(name: string, open: OpenStore): void {
  describe(`ephemeral store on ${name}`, () => {
    factsContract(open)
    listsContract(open)
    limitsContract(open)
    windowsContract(open)
    guardedContract(open)
    brakeContract(open)
    sharingContract(open)
  })
}

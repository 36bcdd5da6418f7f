/** Who is in the console, and what they may. */
import { createContext, type ReactNode, useContext } from 'react'
import type { Me, Role } from './answers.ts'

const ranks: readonly Role[] = ['auditor', 'operator', 'owner']

export const MeContext = createContext<Me | undefined>(undefined)

export function useMe(): Me {
  const me = useContext(MeContext)
  if (me === undefined) throw new Error('nobody is in the console')
  return me
}

export function useMay(role: Role): boolean {
  return ranks.indexOf(useMe().role) >= ranks.indexOf(role)
}

/** Shows its content to those who may use it. */
export function For({ least, children }: { readonly least: Role; readonly children: ReactNode }) {
  return useMay(least) ? children : null
}

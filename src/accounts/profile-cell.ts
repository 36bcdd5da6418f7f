/** A cell of a file of users that holds a profile: a JSON object of texts. */
import { isPersonText } from '../users/person-text.ts'
import type { Profile } from '../users/profile-store.ts'
import { type Cell, cellFault } from './file-row.ts'

const mostFields = 64
const longestText = 1024

/** Refused as `API_PARAMS_ERROR`. An empty cell is an empty profile. */
export function readProfileCell(cell: Cell | undefined): Profile {
  if (cell === undefined) return {}
  const profile = typeof cell === 'string' ? parseOrNothing(cell) : undefined
  if (!isProfile(profile))
    throw cellFault('profile', 'is no JSON object of texts by the names of their fields')
  return profile
}

function isProfile(value: unknown): value is Profile {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  const fields = Object.entries(value)
  return fields.length <= mostFields && fields.every(([name, text]) => isName(name) && isText(text))
}

function isName(name: string): boolean {
  return /^[A-Za-z][A-Za-z0-9_]{0,63}$/.test(name)
}

function isText(value: unknown): boolean {
  return (
    typeof value === 'string' && value.trim() !== '' && value.length <= longestText && isPersonText(value)
  )
}

function parseOrNothing(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

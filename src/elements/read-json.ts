/** One JSON file of an app folder: its value, or the fault that keeps it from being read. */
import { readFileSync } from 'node:fs'
import { findForbiddenKey } from './element-name.ts'
import { type Fault, toPointer } from './fault.ts'
import { locateSyntaxError } from './json-syntax.ts'

export type ReadJson = { readonly value: unknown; readonly fault?: never } | { readonly fault: Fault }

/** `file` is what a fault calls the file at `path`. */
export function readJson(path: string, file: string): ReadJson {
  try {
    return parseJson(readFileSync(path, 'utf8').replace(/^\uFEFF/, ''), file)
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error)
    return { fault: { file, pointer: '', message: `cannot be read (${reason})` } }
  }
}

function parseJson(text: string, file: string): ReadJson {
  const value = parseOrNothing(text)
  if (value === undefined) {
    const { line, column } = locateSyntaxError(text)
    return { fault: { file, pointer: '', message: `is not JSON: line ${line}, column ${column}` } }
  }
  const forbidden = findForbiddenKey(value)
  if (forbidden === undefined) return { value }
  return { fault: { file, pointer: toPointer(forbidden), message: 'is a key that no JSON may hold here' } }
}

/** `undefined` when it is not JSON: `JSON.parse` itself never gives that. */
function parseOrNothing(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

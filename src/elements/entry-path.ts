/** The files that an element may use: those inside its own folder, after links are resolved. */
import { realpathSync } from 'node:fs'
import path from 'node:path'

export type FoundEntry =
  | { readonly path: string }
  | { readonly missing: true }
  /** It leads out of the folder. */
  | { readonly outside: true }

/** `entry` as a manifest names it: a path relative to `folder`. */
export function findEntry(folder: string, entry: string): FoundEntry {
  if (!isInside(folder, path.resolve(folder, entry))) return { outside: true }
  const real = realPathOf(path.resolve(folder, entry))
  if (real === undefined) return { missing: true }
  return isInside(realpathSync.native(folder), real) ? { path: real } : { outside: true }
}

/** Is `file` the folder or something in it? Both are absolute paths without links. */
export function isInside(folder: string, file: string): boolean {
  const relative = path.relative(folder, file)
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative)
}

function realPathOf(file: string): string | undefined {
  try {
    return realpathSync.native(file)
  } catch {
    return undefined
  }
}

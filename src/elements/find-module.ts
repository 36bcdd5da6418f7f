/** The module that holds a Type's code, as `backendBundleEntry` names it. */
import { statSync } from 'node:fs'
import { findEntry } from './entry-path.ts'

export type FoundModule = {
  /** Neither this nor a message: nothing is there and nothing was promised, so the element is an Instance. */
  readonly module?: string
  /** What is wrong with the entry. */
  readonly message?: string
}

const index = ['index.ts', 'index.mts', 'index.js', 'index.mjs']
const loadable = /\.m?[jt]s$/

/** The default `.` is the folder itself: an `index.ts` or `index.js` in it. */
export function findModule(folder: string, entry = '.'): FoundModule {
  const found = findEntry(folder, entry)
  if ('outside' in found) return { message: 'leads out of the folder of its element' }
  if ('missing' in found) return { message: 'is missing' }
  if (!statSync(found.path).isDirectory())
    return loadable.test(found.path)
      ? { module: found.path }
      : { message: 'is neither TypeScript nor JavaScript' }
  for (const file of index) {
    const inside = findEntry(folder, `${entry}/${file}`)
    if ('path' in inside) return { module: inside.path }
    if ('outside' in inside) return { message: `leads out of the folder of its element: ${file}` }
  }
  return isFolderItself(entry) ? {} : { message: `has no ${index.join(', ')}` }
}

function isFolderItself(entry: string): boolean {
  return /^\.?\/*$/.test(entry)
}

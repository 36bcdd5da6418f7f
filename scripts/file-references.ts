/**
 * Keeps `new URL('./file', import.meta.url)` true in a bundle, where every module of ours lies flat in one folder:
 * a TypeScript file becomes an entry of its own (a worker, a hook), any other file of src/ is copied, and what lies
 * outside src/ is named from the new place.
 */
import { readFileSync } from 'node:fs'
import { basename, dirname, relative, resolve, sep } from 'node:path'
import type { Plugin, PluginContext } from 'rolldown'

const reference = /\bnew URL\(\s*(['"])(\.[^'"]*)\1,\s*import\.meta\.url\s*\)/g
const placeOnly = /\bimport\.meta\.(?:dirname|filename)\b/

type Folders = { readonly root: string; readonly source: string }

/** The name, seen from the bundle's folder, of a file that a module of ours refers to. */
function bundledName(context: PluginContext, target: string, { root, source }: Folders): string {
  if (!target.startsWith(source + sep)) return `../${relative(root, target).replaceAll(sep, '/')}`
  const name = basename(target).replace(/\.ts$/, '.js')
  if (target.endsWith('.ts')) emitEntry(context, target, name)
  else context.emitFile({ type: 'asset', fileName: name, source: readFileSync(target) })
  return `./${name}`
}

/** The two doors are entries already. */
function emitEntry(context: PluginContext, id: string, fileName: string): void {
  if (fileName === 'index.js' || fileName === 'main.js') return
  context.emitFile({ type: 'chunk', id, fileName })
}

export function fileReferences(folders: Folders): Plugin {
  return {
    name: 'file-references',
    transform(code, id) {
      if (!id.startsWith(folders.source + sep)) return null
      if (placeOnly.test(code)) {
        this.error(
          `${id}: import.meta.dirname and .filename differ in the bundle, use new URL(…, import.meta.url)`,
        )
      }
      if (!code.includes('import.meta.url')) return null
      return code.replace(reference, (_, quote: string, name: string) => {
        const bundled = bundledName(
          this,
          resolve(dirname(id), name) + (name.endsWith('/') ? sep : ''),
          folders,
        )
        return `new URL(${quote}${bundled}${quote}, import.meta.url)`
      })
    },
  }
}

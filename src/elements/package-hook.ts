/**
 * What modules of app folders find when they import this package: the copy that runs. So an app folder needs no
 * `node_modules`, and its classes extend the same base classes that the program knows.
 */
import { registerHooks } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { isInside } from './entry-path.ts'

const packageName = 'latchkey'

/** One for the process, as module resolution is: app folders and the URL of the package's index for each. */
const appFolders = new Map<string, string>()
let registered = false

/** `folder` is absolute and without links. */
export function resolvePackageIn(folder: string, packageUrl: string): void {
  appFolders.set(folder, packageUrl)
  if (registered) return
  registered = true
  registerHooks({
    resolve(specifier, context, next) {
      const packageUrl = specifier === packageName ? packageUrlFor(context.parentURL) : undefined
      if (packageUrl !== undefined) return next(packageUrl, context)
      const found = next(specifier, context)
      return { ...found, format: moduleFormat(found.url, found.format) }
    },
  })
}

/** An `npm init` above an app folder says `"type": "commonjs"`, and means nothing by it for the app. */
function moduleFormat(url: string, format: string | null | undefined): string | null | undefined {
  if (format !== 'commonjs' && format !== 'commonjs-typescript') return format
  if (/\.c[jt]s$/.test(url) || packageUrlFor(url) === undefined) return format
  return format === 'commonjs' ? 'module' : 'module-typescript'
}

function packageUrlFor(moduleUrl: string | undefined): string | undefined {
  if (moduleUrl === undefined || !moduleUrl.startsWith('file:')) return undefined
  const file = fileURLToPath(moduleUrl)
  if (file.includes(`${path.sep}node_modules${path.sep}`)) return undefined
  for (const [folder, packageUrl] of appFolders) if (isInside(folder, file)) return packageUrl
  return undefined
}

/**
 * The types of the package's doors: what `tsc` writes, less the files that no door leads to. What these
 * name of other packages must be installed with this one, or every embedder's compiler would miss it.
 */
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { dirname, join, relative } from 'node:path'

export type PublicTypes = {
  readonly root: string
  readonly out: string
  /** Is this package there wherever ours is? */
  readonly isInstalled: (specifier: string) => boolean
}

/** Browsers have other globals than the server, so the doors are two projects. */
const doorsOf = {
  'tsconfig.build.json': ['index.d.ts'],
  'tsconfig.client.build.json': ['client/index.d.ts', 'client/element/latchkey-login.d.ts'],
}

const compiler = join(import.meta.dirname, '../node_modules/.bin/tsc')
const reference = /(\bfrom\s*['"]|\bimport\(\s*['"]|^import\s*['"])([^'"]+)(['"])/gm

export function writePublicTypes({ root, out, isInstalled }: PublicTypes): void {
  for (const project of Object.keys(doorsOf))
    execFileSync(compiler, ['--project', join(root, project), '--outDir', out], { stdio: 'inherit' })
  const reached = new Set<string>()
  const visit = (file: string): void => {
    if (reached.has(file)) return
    reached.add(file)
    const text = readFileSync(file, 'utf8')
    for (const [, , specifier = ''] of text.matchAll(reference)) {
      if (specifier.startsWith('.')) visit(join(dirname(file), specifier.replace(/\.ts$/, '.d.ts')))
      else if (!isBuiltin(specifier) && !isInstalled(specifier))
        throw new Error(
          `${relative(out, file)}: the public types name ${specifier}, which is not installed with this package`,
        )
    }
    writeFileSync(file, text.replace(reference, withJavaScriptNames))
  }
  for (const door of Object.values(doorsOf).flat()) visit(join(out, door))
  for (const name of readdirSync(out, { recursive: true, encoding: 'utf8' }))
    if (name.endsWith('.d.ts') && !reached.has(join(out, name))) rmSync(join(out, name))
}

/** What every compiler resolves, whatever its settings. */
function withJavaScriptNames(_: string, before: string, specifier: string, after: string): string {
  return before + (specifier.startsWith('.') ? specifier.replace(/\.ts$/, '.js') : specifier) + after
}

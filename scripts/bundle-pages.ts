/** Makes the pages that the server shows: each folder of web/ with an index.html becomes files below OUT/web. */
import { createHash } from 'node:crypto'
import { existsSync, globSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { build, type Rolldown } from 'vite'

const stampFile = '.made-of'

/** What the pages are made of; `build` of the package makes them anew whenever one of these changes. */
const sources = ['web/**/*', 'src/{client,wire}/**/*', 'scripts/bundle-pages.ts', 'package-lock.json']
const compressed = /\.(?:js|css|html|svg|json)$/

/**
 * Writes them into `out`/web and gives the ids of the modules in them. With `onlyStale` nothing happens when they are
 * of the present sources.
 */
export async function bundlePages(root: string, out: string, { onlyStale = false } = {}): Promise<string[]> {
  const target = join(out, 'web')
  const stamp = stampOf(root)
  const stampPath = join(target, stampFile)
  if (onlyStale && existsSync(stampPath) && readFileSync(stampPath, 'utf8') === stamp) return []
  rmSync(target, { recursive: true, force: true })
  const modules: string[] = []
  for (const name of pagesOf(root)) modules.push(...(await bundlePage(root, name, join(target, name))))
  compressAll(target)
  mkdirSync(target, { recursive: true })
  writeFileSync(stampPath, stamp)
  return modules
}

function pagesOf(root: string): string[] {
  return globSync('web/*/index.html', { cwd: root }).map((path) => path.split(/[\\/]/)[1] ?? '')
}

async function bundlePage(root: string, name: string, outDir: string): Promise<string[]> {
  const made = (await build({
    root: join(root, 'web', name),
    base: `/${name}/`,
    configFile: false,
    logLevel: 'warn',
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      outDir,
      emptyOutDir: true,
      // A policy of content without `unsafe-inline` and `data:` scripts is kept by files alone.
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      reportCompressedSize: false,
      chunkSizeWarningLimit: 2048,
      rolldownOptions: {
        onwarn: (warning, warn) => isOfServers(warning) || warn(warning),
        // Asked for by a part of @rjsf/core for its own tests, which no page keeps.
        external: ['@rjsf/validator-ajv8'],
        treeshake: { moduleSideEffects: [{ test: /getTestRegistry/, sideEffects: false }] },
      },
    },
  })) as Rolldown.RolldownOutput
  return made.output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []))
}

/** Packages mark what a framework must not run on its server; here nothing runs there. */
function isOfServers({ code }: { readonly code?: string }): boolean {
  return code === 'MODULE_LEVEL_DIRECTIVE'
}

/** Beside each file its smaller forms, which browsers are sent. */
function compressAll(target: string): void {
  for (const path of globSync('**/*', { cwd: target }).map((name) => join(target, name))) {
    if (!statSync(path).isFile() || !compressed.test(path)) continue
    const bytes = readFileSync(path)
    writeFileSync(`${path}.br`, brotliCompressSync(bytes))
    writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }))
  }
}

function stampOf(root: string): string {
  const hash = createHash('sha256')
  const paths = sources.flatMap((pattern) => globSync(pattern, { cwd: root })).toSorted()
  for (const path of paths) {
    const whole = join(root, path)
    if (statSync(whole).isFile()) hash.update(`${relative(root, whole)}\0`).update(readFileSync(whole))
  }
  return hash.digest('hex')
}

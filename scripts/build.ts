/**
 * Makes dist/, what is published: Node strips no types inside node_modules, and one file loads faster than hundreds.
 * JavaScript comes from rolldown, the types from tsc. A package of `dependencies` stays outside the bundle;
 * any other that src/ imports is bundled. `node scripts/build.ts [ROOT [OUT]]`
 */
import { execFileSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join, resolve } from 'node:path'
import { type OutputChunk, rolldown } from 'rolldown'
import { fileReferences } from './file-references.ts'

type Manifest = {
  readonly dependencies?: Record<string, string>
  readonly peerDependencies?: Record<string, string>
}

function installedBeside(root: string): (id: string) => boolean {
  const manifest: Manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const names = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })
  return (id) => isBuiltin(id) || names.some((name) => id === name || id.startsWith(`${name}/`))
}

async function bundle(root: string, out: string): Promise<OutputChunk[]> {
  const source = join(root, 'src')
  const build = await rolldown({
    input: { index: join(source, 'index.ts'), main: join(source, 'main.ts') },
    platform: 'node',
    external: installedBeside(root),
    plugins: [fileReferences({ root, source })],
    onwarn: (warning) => {
      throw new Error(warning.message)
    },
  })
  const { output } = await build.write({
    dir: out,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
  })
  await build.close()
  return output.filter((file) => file.type === 'chunk')
}

const compiler = join(import.meta.dirname, '../node_modules/.bin/tsc')

/** The types that the embedders' door shows, and no others. */
function declare(root: string, out: string): void {
  execFileSync(compiler, ['--project', join(root, 'tsconfig.build.json'), '--outDir', out], {
    stdio: 'inherit',
  })
}

const root = resolve(process.argv[2] ?? join(import.meta.dirname, '..'))
const out = resolve(process.argv[3] ?? join(root, 'dist'))
rmSync(out, { recursive: true, force: true })
const chunks = await bundle(root, out)
declare(root, out)
for (const { fileName, code } of chunks) {
  process.stdout.write(`${String(Buffer.byteLength(code)).padStart(9)}  ${fileName}\n`)
}

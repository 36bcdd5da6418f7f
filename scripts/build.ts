/**
 * Makes dist/, what is published: Node strips no types inside node_modules, and a few files load faster than thousands.
 * JavaScript comes from rolldown, the types from tsc, the pages from vite. A package of `dependencies` stays outside the bundle;
 * any other that src/ imports is bundled, and its licence goes along. `node scripts/build.ts [ROOT [OUT]]`
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { join, resolve } from 'node:path'
import { type OutputChunk, rolldown } from 'rolldown'
import { builtInModules } from './built-in-modules.ts'
import { bundlePages } from './bundle-pages.ts'
import { type ClientDoor, clientBundle, clientDoors } from './client-bundle.ts'
import { fileReferences } from './file-references.ts'
import { inAscii } from './in-ascii.ts'
import { isLeftOut, leftOut } from './left-out.ts'
import { writePublicTypes } from './public-types.ts'
import { thirdPartyLicenses } from './third-party-licenses.ts'

type Manifest = {
  readonly dependencies?: Record<string, string>
  readonly peerDependencies?: Record<string, string>
}

type IsPackage = (specifier: string) => boolean

/** Our types name its types, so it is installed with this package; its code loads faster from the bundle. */
const bundledAnyway = ['typebox']

/** In chunks of their own they are evaluated before the code that an older Node cannot run. */
const evaluatedFirst = ['node-version', 'require-node'].map((name, i) => ({
  name,
  test: new RegExp(`[\\\\/]${name}\\.ts$`),
  priority: 2 - i,
}))

function oneOf(names: readonly string[]): IsPackage {
  return (id) => names.some((name) => id === name || id.startsWith(`${name}/`))
}

function installedBeside(root: string): IsPackage {
  const manifest: Manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return oneOf(Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies }))
}

async function bundle(root: string, out: string, isOutside: IsPackage): Promise<OutputChunk[]> {
  const source = join(root, 'src')
  const build = await rolldown({
    input: { index: join(source, 'index.ts'), main: join(source, 'main.ts') },
    platform: 'node',
    external: (id, importer) => (isBuiltin(id) || isOutside(id)) && !isLeftOut(id, importer),
    plugins: [fileReferences({ root, source }), leftOut(), builtInModules(), inAscii()],
    onwarn: (warning) => {
      throw new Error(warning.message)
    },
  })
  const { output } = await build.write({
    dir: out,
    format: 'esm',
    entryFileNames: '[name].js',
    chunkFileNames: '[name]-[hash].js',
    comments: false,
    codeSplitting: { groups: evaluatedFirst },
  })
  await build.close()
  return output.filter((file) => file.type === 'chunk')
}

const root = resolve(process.argv[2] ?? join(import.meta.dirname, '..'))
const out = resolve(process.argv[3] ?? join(root, 'dist'))
const isInstalled = installedBeside(root)
const isBundled = oneOf(bundledAnyway)
rmSync(out, { recursive: true, force: true })
const bundled = await bundle(root, out, (id) => isInstalled(id) && !isBundled(id))
const pageModules = await bundlePages(root, out)
writeFileSync(
  join(out, 'THIRD-PARTY-LICENSES'),
  thirdPartyLicenses([...bundled.flatMap(({ moduleIds }) => moduleIds), ...pageModules]),
)
writePublicTypes({ root, out, isInstalled })
const chunks: Pick<OutputChunk, 'fileName' | 'code'>[] = [...bundled]
mkdirSync(join(out, 'client'), { recursive: true })
for (const door of Object.keys(clientDoors) as ClientDoor[]) {
  const code = await clientBundle(root, door)
  writeFileSync(join(out, 'client', door), code)
  chunks.push({ fileName: `client/${door}`, code })
}
for (const { fileName, code } of chunks) {
  process.stdout.write(`${String(Buffer.byteLength(code)).padStart(9)}  ${fileName}\n`)
}

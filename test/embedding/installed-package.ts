/** The package as people get it: built, packed, and installed into an empty project. */
import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { childEnvironment } from '../support/running-program.ts'
import { writeTree } from '../support/write-tree.ts'

export type InstalledPackage = {
  /** What was packed, by its paths in the package. */
  readonly files: readonly string[]
  /** What was packed, as a folder. */
  readonly staged: string
  /** The project that it was installed into. */
  readonly project: string
}

export const root = join(import.meta.dirname, '../..')
const beside = ['README.md', 'CHANGELOG.md', 'SECURITY.md', 'LICENSE']

/** Builds into `folder` and not into this project, where others may be at work. */
export function installPackage(folder: string): InstalledPackage {
  const staged = join(folder, 'staged')
  mkdirSync(staged)
  for (const name of ['package.json', ...beside.filter((name) => existsSync(join(root, name)))])
    cpSync(join(root, name), join(staged, name))
  run(root, process.execPath, join(root, 'scripts/build.ts'), root, join(staged, 'dist'))
  const packed = run(staged, 'npm', 'pack', '--json', '--ignore-scripts', '--pack-destination', folder)
  const project = join(folder, 'project')
  writeTree(project, { 'package.json': '{ "name": "empty", "private": true, "type": "module" }' })
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? ''
  run(project, 'npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', join(folder, tarball))
  return { files: pathsOf(packed), staged, project }
}

/** The files of a bundle that come with these entries: a file, or what is imported late under a name. */
export function loadedBy(dist: string, entries: readonly string[]): ReadonlySet<string> {
  const names = readdirSync(dist)
  const loaded = new Set<string>()
  const load = (name: string): void => {
    if (loaded.has(name)) return
    loaded.add(name)
    const code = readFileSync(join(dist, name), 'utf8')
    for (const [, next = ''] of code.matchAll(/^(?:import|export) .*"\.\/([^"]+)";$/gm)) load(next)
  }
  for (const entry of entries)
    for (const name of names.filter(
      (one) => one === entry || new RegExp(`^${entry}-[\\w-]{8}\\.js$`).test(one),
    ))
      load(name)
  return loaded
}

/** Runs a program to its end; its output when it ends well. */
export function run(cwd: string, program: string, ...args: readonly string[]): string {
  const options = {
    cwd,
    encoding: 'utf8',
    stdio: 'pipe',
    env: childEnvironment(),
  } as const
  try {
    return execFileSync(program, args, options)
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { readonly stdout?: string; readonly stderr?: string }
    throw new Error(`${program} ${args.join(' ')}\n${stdout}\n${stderr}`, { cause: error })
  }
}

type Packed = { readonly files: readonly { readonly path: string }[] }

function pathsOf(json: string): string[] {
  const [packed]: Packed[] = JSON.parse(json)
  return (packed?.files ?? []).map(({ path }) => path)
}

/** The package as people get it: built, packed, installed into an empty project without what is for development. */
import { execFileSync } from 'node:child_process'
import { lstatSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export type Installation = {
  readonly megabytes: number
  /** The installed program. */
  readonly entry: string
}

/** What lies on the disk, as `du` counts it. */
function diskBytes(folder: string): number {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => lstatSync(join(folder, name)).blocks * 512)
    .reduce((sum, bytes) => sum + bytes, 0)
}

export function installPackage(project: string, temporary: string): Installation {
  const home = join(temporary, 'install')
  mkdirSync(home)
  const npm = (cwd: string, ...args: string[]) => execFileSync('npm', args, { cwd, stdio: 'ignore' })
  npm(project, 'run', 'build')
  npm(project, 'pack', '--pack-destination', home)
  const tarball = readdirSync(home).find((name) => name.endsWith('.tgz'))
  if (tarball === undefined) throw new Error('npm pack made no tarball')
  writeFileSync(join(home, 'package.json'), '{ "name": "empty", "private": true }')
  npm(home, 'install', '--omit=dev', '--no-audit', '--no-fund', `./${tarball}`)
  const modules = join(home, 'node_modules')
  return { megabytes: diskBytes(modules) / 1e6, entry: join(modules, 'latchkey/dist/main.js') }
}

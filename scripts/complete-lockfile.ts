/**
 * Run after every change of dependencies. npm leaves a package for another platform out of package-lock.json when its
 * registry does not have it, and `npm ci` then refuses the lock file everywhere. This names each of them with the
 * version that its parent asks for. They have no checksum until npm meets a registry that has them.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

type Locked = {
  readonly version?: string
  readonly dev?: boolean
  readonly optional?: boolean
  readonly os?: readonly string[]
  readonly cpu?: readonly string[]
  readonly libc?: readonly string[]
  readonly optionalDependencies?: Readonly<Record<string, string>>
}
type LockFile = { readonly packages: Readonly<Record<string, Locked>> }

/** Names such as `@scope/binding-linux-arm64-musl` say where a package runs. */
function platformOf(name: string): Pick<Locked, 'os' | 'cpu' | 'libc'> {
  const os = /\b(?:aix|android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|win32)\b/.exec(name)
  const cpu = /\b(?:arm64|arm|ia32|loong64|mips64el|ppc64|riscv64|s390x|wasm32|x64)\b/.exec(name)
  if (cpu === null) throw new Error(`${name} is missing, and its name does not say where it runs`)
  const libc = /\b(?:musl|gnu)/.exec(name)?.[0] === 'musl' ? 'musl' : 'glibc'
  const hasLibc = os?.[0] === 'linux' && /\b(?:musl|gnu)/.test(name)
  return { cpu: [cpu[0]], ...(os && { os: [os[0]] }), ...(hasLibc && { libc: [libc] }) }
}

function missingEntries({ packages }: LockFile): [string, Locked][] {
  return Object.entries(packages).flatMap(([path, { optionalDependencies = {}, dev }]) =>
    Object.entries(optionalDependencies)
      .filter(([name]) => !packages[`node_modules/${name}`] && !packages[`${path}/node_modules/${name}`])
      .map(([name, version]): [string, Locked] => [
        `node_modules/${name}`,
        { version, ...(dev && { dev }), ...platformOf(name), optional: true },
      ]),
  )
}

const file = join(import.meta.dirname, '../package-lock.json')
const lock: LockFile = JSON.parse(readFileSync(file, 'utf8'))
const missing = missingEntries(lock)
const packages = Object.entries({ ...lock.packages, ...Object.fromEntries(missing) })
const sorted = packages.toSorted(([left], [right]) => left.localeCompare(right, 'en'))
writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, undefined, 2)}\n`)
process.stdout.write(`${missing.length} packages of other platforms named\n`)

/** Who may import whom in src/: rooms on floors, no cycles, the doors. Each rule names its faults. */
import { posix } from 'node:path'
import type { SourceFile } from './source-file.ts'

/** From the ground up. A file imports from its own room and from lower floors. */
const floors: readonly (readonly string[])[] = [
  ['wire'],
  ['base'],
  ['sqlite'],
  ['config', 'i18n', 'elements', 'storage', 'ephemeral'],
  ['tenants', 'limits', 'audit', 'events', 'secrets'],
  [
    'users',
    'agreements',
    'recoveries',
    'notices',
    'factors',
    'corps',
    'clients',
    'tokens',
    'captcha',
    'sms',
    'spend',
    'webhooks',
    'edits',
  ],
  ['codes', 'sessions'],
  ['login'],
  ['accounts', 'admins'],
  ['http'],
  ['app'],
  ['cli'],
  ['index.ts', 'client'],
]

/** Rooms beside the stairs see these and nothing else. */
const onlySees = new Map([['client', ['wire']]])

/** Rooms that ship to browsers. */
const runsInBrowsers = ['wire', 'client']

/** `to` is a path from the root of the project, or the name of a package. */
type Import = { readonly from: string; readonly to: string; readonly isPackage: boolean }

const references = [
  /\bfrom\s*['"]([^'"]+)['"]/g,
  /^import\s*['"]([^'"]+)['"]/gm,
  /\bimport\(\s*['"]([^'"]+)['"]/g,
  /\bimport\.meta\.resolve\(\s*['"]([^'"]+)['"]/g,
  // By its address, the door may be named from everywhere: own Types resolve the package to it.
  /\bnew URL\(\s*['"](?!(?:\.\.\/)+index\.ts)([^'"]+\.ts)['"]/g,
]

/** Every module that a file names, types and workers included; relative ones as paths from the root. */
function importsOf(file: SourceFile): Import[] {
  const names = references.flatMap((pattern) =>
    [...file.text.matchAll(pattern)].map((match) => match[1] ?? ''),
  )
  return [...new Set(names)].map((name) => {
    const isPackage = !name.startsWith('.')
    return { from: file.path, to: isPackage ? name : posix.join(posix.dirname(file.path), name), isPackage }
  })
}

const isSource = ({ path }: SourceFile) => path.startsWith('src/') && path.endsWith('.ts')

function sourceImports(files: readonly SourceFile[]): Import[] {
  return files.filter(isSource).flatMap(importsOf)
}

/** The composition root and the process each have a file at the top and a folder for their parts. */
const roomOfFile = new Map([
  ['app.ts', 'app'],
  ['main.ts', 'cli'],
])

function roomOf(path: string): string {
  const room = path.split('/')[1] ?? ''
  return roomOfFile.get(room) ?? room
}

const floorOf = (room: string) => floors.findIndex((rooms) => rooms.includes(room))

export function roomsWithoutFloor(files: readonly SourceFile[]): string[] {
  const rooms = new Set(files.filter(isSource).map(({ path }) => roomOf(path)))
  return [...rooms].filter((room) => floorOf(room) === -1).map((room) => `src/${room} has no floor`)
}

/** Outside src/ only the package's own manifest may be read. */
function breaksFloors({ from, to, isPackage }: Import): boolean {
  if (isPackage || to === 'package.json') return false
  if (!to.startsWith('src/')) return true
  const [room, other] = [roomOf(from), roomOf(to)]
  if (room === other) return false
  return !(onlySees.get(room)?.includes(other) ?? floorOf(other) < floorOf(room))
}

export function importsAgainstFloors(files: readonly SourceFile[]): string[] {
  return sourceImports(files)
    .filter(breaksFloors)
    .map(({ from, to }) => `${from} imports ${to}`)
}

/** A login type is a folder that knows nothing of the others. */
export function loginTypesThatMeet(files: readonly SourceFile[]): string[] {
  const typeOf = (path: string) => /^src\/login\/([^/]+)\//.exec(path)?.[1]
  return sourceImports(files)
    .filter(({ from, to }) => typeOf(from) && typeOf(to) && typeOf(from) !== typeOf(to))
    .map(({ from, to }) => `${from} imports ${to}`)
}

export function browserRoomsWithNode(files: readonly SourceFile[]): string[] {
  return sourceImports(files)
    .filter(({ from, to }) => runsInBrowsers.includes(roomOf(from)) && to.startsWith('node:'))
    .map(({ from, to }) => `${from} imports ${to}`)
}

/** The embedders' door hands on what others made and makes nothing. */
export function doorsThatMake(files: readonly SourceFile[]): string[] {
  const handsOn = /^export (?:type )?(?:\*|\{[^}]*\}) from '[^']+'$|\/\*[\s\S]*?\*\/|^\/\/.*$/gm
  return files
    .filter(({ path }) => path === 'src/index.ts')
    .filter(({ text }) => text.replace(handsOn, '').trim() !== '')
    .map(({ path }) => `${path} holds more than "export … from"`)
}

/** One line per cycle, told from the file where it was met. */
export function importCycles(files: readonly SourceFile[]): string[] {
  const edges = new Map(
    files.filter(isSource).map((file) => [file.path, importsOf(file).map(({ to }) => to)]),
  )
  const done = new Set<string>()
  const cycles: string[] = []
  const visit = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) cycles.push([...trail.slice(trail.indexOf(path)), path].join(' → '))
    if (done.has(path) || trail.includes(path)) return
    for (const next of edges.get(path) ?? []) visit(next, [...trail, path])
    done.add(path)
  }
  for (const path of edges.keys()) visit(path, [])
  return cycles
}

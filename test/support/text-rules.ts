/** How files are named and what may not stand in them. Each rule names its faults. */
import { posix } from 'node:path'
import type { SourceFile } from './source-file.ts'

const isCode = ({ path }: SourceFile) => /\.(?:ts|tsx)$/.test(path)
const isOurCode = (file: SourceFile) => isCode(file) && /^(?:src|test|bench|scripts|web)\//.test(file.path)

const longest = 250

export function filesTooLong(files: readonly SourceFile[]): string[] {
  return files
    .filter((file) => isCode(file) && /^(?:src|web)\//.test(file.path))
    .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > longest)
    .map(({ path, lines }) => `${path} has ${lines} lines`)
}

export function defaultExports(files: readonly SourceFile[]): string[] {
  return files
    .filter((file) => file.path.startsWith('src/') && isCode(file))
    .filter(({ text }) => /^export default\b|^export \{[^}]*\bas default\b/m.test(text))
    .map(({ path }) => `${path} has a default export`)
}

const kebabCase = /^[a-z0-9]+(?:-[a-z0-9]+)*(?:\.(?:test|long|d))?(?:\.tsx?)?$/
const catchAll = /^(?:utils?|helpers?|commons?|libs?)(?:\.|$)/
const doors = ['src/index.ts', 'src/client/index.ts']

function faultInName(path: string): string | undefined {
  const parts = path.split('/')
  if (parts.some((part) => catchAll.test(part))) return 'is named for nothing it does'
  if (parts.some((part) => !kebabCase.test(part))) return 'is not in kebab-case'
  if (parts.at(-1) === 'index.ts' && !doors.includes(path)) return 'is an index.ts and no package door'
  return undefined
}

export function badNames(files: readonly SourceFile[]): string[] {
  return files.filter(isOurCode).flatMap(({ path }) => {
    const fault = faultInName(path)
    return fault ? [`${path} ${fault}`] : []
  })
}

const suppressions = [
  /@ts-(?:ignore|nocheck).*/g,
  /@ts-expect-error[ \t:.-]*$/gm,
  /biome-ignore\b[^:\n]*(?::\s*)?$/gm,
]

export function suppressionsWithoutReason(files: readonly SourceFile[]): string[] {
  return files
    .filter(isOurCode)
    .flatMap(({ path, text }) =>
      suppressions.flatMap((pattern) =>
        [...text.matchAll(pattern)].map((match) => `${path}: ${match[0].trim()}`),
      ),
    )
}

/** Paths of one machine; put together here so that this file does not hold them. */
const machinePaths = ['work', 'root', 'farm'].map((folder) => `/${folder}/`)
const besideTheProject = ['..', 'shared'].join('/')

export function tracesOfOneMachine(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, text }) => {
    // web/ has a folder of that name, which its neighbours import.
    const needles = path.startsWith('web/') ? machinePaths : [...machinePaths, besideTheProject]
    return needles.filter((needle) => text.includes(needle)).map((needle) => `${path} holds ${needle}`)
  })
}

const codeSamples = /^```[\s\S]*?^```|`[^`\n]*`/gm

/** `paths` are all the files of the project; folders count as soon as they hold one. */
export function brokenLinks(files: readonly SourceFile[], paths: readonly string[]): string[] {
  const exists = (target: string) => paths.some((path) => path === target || path.startsWith(`${target}/`))
  return files
    .filter(({ path }) => path.endsWith('.md'))
    .flatMap(({ path, text }) =>
      [...text.replace(codeSamples, '').matchAll(/\]\(<?([^)\s>]+)>?(?:\s+"[^"]*")?\)/g)]
        .map((match) => (match[1] ?? '').replace(/#.*$/, ''))
        .filter((link) => link !== '' && !/^[a-z][a-z+.-]*:/i.test(link))
        .filter((link) => !exists(posix.join(posix.dirname(path), link).replace(/\/$/, '')))
        .map((link) => `${path} links to ${link}`),
    )
}

/** The licence texts of the packages that a bundle holds: each of them asks for its notice to stay with its code. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

type Manifest = {
  readonly name: string
  readonly version: string
  readonly license?: string
  readonly author?: string | { readonly name: string }
}

const packageFolder = /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/
const licenceFile = /^(?:licen[cs]e|copying|notice)/i

/** `modules` are the paths of everything in the bundle. Throws for a package that names no licence. */
export function thirdPartyLicenses(modules: readonly string[]): string {
  const folders = new Set(
    modules.flatMap((path) => packageFolder.exec(path.replaceAll('\\', '/'))?.[0] ?? []),
  )
  const notices = [...folders].map(noticeOf).toSorted()
  return [...new Set(notices)].join(`\n${'-'.repeat(80)}\n\n`)
}

function noticeOf(folder: string): string {
  const { name, version, license, author }: Manifest = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  )
  if (license === undefined) throw new Error(`${name} names no licence`)
  const texts = readdirSync(folder)
    .filter((file) => licenceFile.test(file) && !/\.[cm]?[jt]s$/.test(file))
    .map((file) => `\n${readFileSync(join(folder, file), 'utf8').trim()}\n`)
  const by = typeof author === 'object' ? author.name : author
  return `${name} ${version} (${license})${by === undefined ? '' : ` by ${by}`}\n${texts.join('')}`
}

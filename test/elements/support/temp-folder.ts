/** Folders of a test, outside the repository and gone after it. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestContext } from 'node:test'

/** Contents by path; what is no string is written as JSON. */
export type Files = Readonly<Record<string, unknown>>

export function tempFolder(t: Pick<TestContext, 'after'>, files: Files = {}): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'latchkey-elements-')))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  writeFiles(folder, files)
  return folder
}

export function writeFiles(folder: string, files: Files): void {
  for (const [name, content] of Object.entries(files)) {
    const file = path.join(folder, name)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  }
}

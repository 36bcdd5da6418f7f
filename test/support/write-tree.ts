/** Writes a small project: paths below `root` and what stands in them. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

export function writeTree(root: string, texts: Record<string, string>): void {
  for (const [path, text] of Object.entries(texts)) {
    const file = join(root, path)
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, text)
  }
}

/** The project's own text files, as the rules of the house read them. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A text file: its path from the root of the project, and what stands in it. */
export type SourceFile = { readonly path: string; readonly text: string }

/** Paths of what git keeps or would keep here. */
export function committedPaths(root: string): string[] {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
  })
  return [...new Set(listed.split('\0'))].filter((path) => path !== '' && existsSync(join(root, path)))
}

/** Without pictures and other binary files. */
export function committedFiles(root: string): SourceFile[] {
  return committedPaths(root)
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }))
    .filter(({ text }) => !text.includes('\0'))
}

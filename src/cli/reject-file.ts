/** What becomes of rejected rows: a line for each, and, where asked for, a file that can be mended and imported. */
import { type FileHandle, open } from 'node:fs/promises'
import type { ReadRow } from '../accounts/file-row.ts'
import type { RejectSink } from '../accounts/import-users.ts'
import type { Refusal } from '../base/refusal.ts'
import { refusalLine } from './report-trouble.ts'

export type RejectFile = RejectSink & { close(): Promise<void> }

/** The file holds what the rows hold, stored passwords perhaps: only its owner may read it. */
export async function openRejects(
  path: string | undefined,
  header: string,
  say: (line: string) => void,
): Promise<RejectFile> {
  const file = path === undefined ? undefined : await openOrMake(path)
  let waiting: string[] = []
  let length = 0
  return {
    async resume(bytes) {
      if (file === undefined) return
      length = Math.min(bytes, (await file.stat()).size)
      await file.truncate(length)
      if (length === 0) waiting.push(header)
    },
    write(row: ReadRow, refusal: Refusal) {
      const reason = refusalLine(refusal)
      say(`line ${row.line}: ${reason}`)
      if (file !== undefined) waiting.push(row.rejected(reason))
    },
    async flush() {
      if (file === undefined || waiting.length === 0) return length
      const bytes = Buffer.from(waiting.join(''))
      waiting = []
      await file.write(bytes, 0, bytes.length, length)
      await file.datasync()
      length += bytes.length
      return length
    },
    close: async () => file?.close(),
  }
}

async function openOrMake(path: string): Promise<FileHandle> {
  await (await open(path, 'a', 0o600)).close()
  return open(path, 'r+')
}

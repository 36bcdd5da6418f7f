/** A folder of its own for each test, gone when the test is over. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'

/** `close` ends what works in the folder, before the folder goes. */
export function temporaryFolder(t: TestContext, close?: () => Promise<void>): string {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
  t.after(async () => {
    await close?.()
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  })
  return folder
}

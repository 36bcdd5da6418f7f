/** An import of many rows in little memory: what would hold them all would not fit. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { cliApp } from './support/cli-app.ts'
import { runLatchkey } from './support/run-latchkey.ts'

const rows = 300_000
/** The program with its app takes 30 MB; so many rows as objects take more than the rest. */
const heapMb = 128

test(`${rows} rows are imported and exported within ${heapMb} MB of heap`, async (t) => {
  const place = { ...cliApp(t), environment: { NODE_OPTIONS: `--max-old-space-size=${heapMb}` } }
  const file = join(place.folder, 'users.csv')
  const stream = createWriteStream(file)
  stream.write('userId,nick,phone\n')
  for (let i = 0; i < rows; i += 1) {
    const row = `u${i},Somebody number ${i},${13_000_000_000 + i}\n`
    if (!stream.write(row)) await once(stream, 'drain')
  }
  stream.end()
  await once(stream, 'close')
  const imported = await runLatchkey(place, 'user', 'import', file)
  assert.equal(imported.stdout, `${rows} rows: ${rows} imported, 0 rejected\n`, imported.stderr)
  const out = join(place.folder, 'out.jsonl')
  const exported = await runLatchkey(place, 'user', 'export', out)
  assert.match(exported.stderr, new RegExp(`${rows} users exported`))
})

/** The size of what browsers load (issue: under 6 kB gzip), and that it needs nothing a strict policy forbids. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { clientBundle } from '../../scripts/client-bundle.ts'

const root = join(import.meta.dirname, '../..')

test('latchkey/client is one file under 6 kB gzip, without eval', async () => {
  const code = await clientBundle(root, 'index.js')
  const { length } = gzipSync(code, { level: 9 })
  assert.ok(length < 6000, `${length} bytes`)
  assert.doesNotMatch(code, /\beval\b|new Function|\bimport\b/)
})

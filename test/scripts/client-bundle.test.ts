/** The size of what browsers load (issue: under 6 kB gzip), and that it needs nothing a strict policy forbids. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { gzipSync } from 'node:zlib'
import { clientBundle } from '../../scripts/client-bundle.ts'

const root = join(import.meta.dirname, '../..')

for (const [door, name, most] of [
  ['index.js', 'latchkey/client', 6000],
  ['element.js', 'latchkey/client/element', 9000],
] as const)
  test(`${name} is one file under ${most / 1000} kB gzip, without eval`, async () => {
    const code = await clientBundle(root, door)
    const { length } = gzipSync(code, { level: 9 })
    assert.ok(length < most, `${length} bytes`)
    assert.doesNotMatch(code, /\beval\b|new Function|\bimport\b/)
  })

import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { md5 } from '../../src/client/md5.ts'

test('MD5 as RFC 1321 and everybody else has it, of texts of any length', () => {
  assert.equal(md5('abc'), '900150983cd24fb0d6963f7d28e17f72')
  for (const length of [0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 1000])
    assert.equal(md5('a'.repeat(length)), hash('md5', 'a'.repeat(length)), String(length))
  const anyText = fc.string({ unit: 'grapheme', maxLength: 200 })
  fc.assert(fc.property(anyText, (text) => assert.equal(md5(text), hash('md5', text))))
})

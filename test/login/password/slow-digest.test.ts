import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { parseSlowDigest, slowDigestMatches } from '../../../src/login/password/slow-digest.ts'

const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64').replaceAll('=', '')
const ends = fc.record({
  salt: fc.uint8Array({ minLength: 1, maxLength: 80, size: 'max' }).map(base64),
  hash: fc.uint8Array({ minLength: 1, maxLength: 160, size: 'max' }).map(base64),
})

/** Every form that is read must be computable: a row that makes the check fail would be a 5xx at login. */
async function checkIfRead(text: string, counter: { read: number }): Promise<void> {
  const form = parseSlowDigest(text, 'text')
  if (!form) return
  counter.read += 1
  assert.equal(await slowDigestMatches(form, 'wrong'), false)
}

test('every scrypt form that is read can be computed', async () => {
  const counter = { read: 0 }
  const numbers = fc.record({
    ln: fc.integer({ min: 0, max: 17 }),
    r: fc.integer({ min: 0, max: 3 }),
    p: fc.integer({ min: 0, max: 4 }),
  })
  await fc.assert(
    fc.asyncProperty(numbers, ends, async ({ ln, r, p }, { salt, hash }) => {
      await checkIfRead(`$scrypt$ln=${ln},r=${r},p=${p}$${salt}$${hash}`, counter)
    }),
    {
      examples: [
        [
          { ln: 16, r: 1, p: 1 },
          { salt: 'AAAA', hash: 'A'.repeat(43) },
        ],
        [
          { ln: 15, r: 1, p: 1 },
          { salt: 'AAAA', hash: 'A'.repeat(43) },
        ],
      ],
    },
  )
  assert.ok(counter.read > 10)
})

test('every argon2 form that is read can be computed', async () => {
  const counter = { read: 0 }
  const numbers = fc.record({
    id: fc.constantFrom('argon2i', 'argon2d', 'argon2id'),
    v: fc.constantFrom('', '$v=16', '$v=19'),
    m: fc.integer({ min: 0, max: 300 }),
    t: fc.integer({ min: 0, max: 3 }),
    p: fc.integer({ min: 0, max: 17 }),
  })
  await fc.assert(
    fc.asyncProperty(numbers, ends, async ({ id, v, m, t, p }, { salt, hash }) => {
      await checkIfRead(`$${id}${v}$m=${m},t=${t},p=${p}$${salt}$${hash}`, counter)
    }),
    { numRuns: 500 },
  )
  assert.ok(counter.read > 10)
})

test('every bcrypt form that is read can be computed', async () => {
  const counter = { read: 0 }
  const digits = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
  const ends53 = fc.string({ unit: fc.constantFrom(...digits), minLength: 53, maxLength: 53 })
  await fc.assert(
    fc.asyncProperty(fc.constantFrom('2a', '2b', '2y'), ends53, async (kind, end) => {
      await checkIfRead(`$${kind}$04$${end}`, counter)
    }),
  )
  assert.ok(counter.read > 10)
})

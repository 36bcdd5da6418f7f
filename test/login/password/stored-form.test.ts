import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import {
  importStoredForm,
  parseStoredForm,
  writeStoredForm,
} from '../../../src/login/password/stored-form.ts'
import { currentVector, vectors } from './stored-form-vectors.ts'

const base64 = (value: Uint8Array) => Buffer.from(value).toString('base64').replaceAll('=', '')

describe('spec 3 rule 3: stored forms are read and written', () => {
  for (const { what, stored, over, written = stored } of vectors) {
    test(`${what}: over ${over}, and written as it was read`, () => {
      const form = parseStoredForm(stored)
      assert.ok(form)
      assert.equal(form.over, over)
      assert.equal(writeStoredForm(form), written)
      assert.deepEqual(parseStoredForm(written), form)
    })
  }

  test('the current form names its parameters, its key and its salt', () => {
    const form = parseStoredForm(currentVector.stored)
    assert.ok(form?.kind === 'keyed')
    const { saltId, keyId, argon2 } = form
    assert.deepEqual(
      [saltId, keyId, argon2.memoryKib, argon2.passes, argon2.lanes],
      ['s1', 'k1', 19_456, 2, 1],
    )
  })

  test('a salted MD5 over the text without a salt is plain MD5', () => {
    const digest = '3cb4e732631f47e6eb961f34554b7cde'
    assert.deepEqual(parseStoredForm(`$md5$place=suffix$$${digest}`), parseStoredForm(digest))
  })
})

describe('what is not a stored form is unreadable', () => {
  const unreadable: readonly (readonly [string, string])[] = [
    ['nothing', ''],
    ['31 hex digits', '3cb4e732631f47e6eb961f34554b7cd'],
    ['a SHA-1 without a declaration', '2f9e53523b62abc141a2b4d6019d23cba835dbd0'],
    ['a digest of the wrong length', '$sha1$place=prefix$TmE6Q2w$e6828554fa6c1b540f524226a4f5d309'],
    ['an unknown place', '$md5$place=middle$TmE6Q2w$e6828554fa6c1b540f524226a4f5d309'],
    ['an unknown digest', '$md4$place=prefix$TmE6Q2w$e6828554fa6c1b540f524226a4f5d309'],
    ['a salt of one base64 digit', '$md5$place=prefix$T$e6828554fa6c1b540f524226a4f5d309'],
    ['bcrypt of an unknown kind', '$2x$05$/OK.fbVrR/bpIqNJ5ianF.o./n25XVfn6oAPaUvHe.Csk4zRfsYPi'],
    [
      'bcrypt that would take a core for hours',
      '$2b$31$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e',
    ],
    ['bcrypt cut short', '$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6'],
    ['scrypt of 16 GiB', `$scrypt$ln=24,r=8,p=1$c29tZXNhbHQ$${base64(new Uint8Array(32))}`],
    ['argon2 of 4 GiB', `$argon2id$v=19$m=4194304,t=1,p=1$c29tZXNhbHQ$${base64(new Uint8Array(32))}`],
    [
      'argon2 of a million passes',
      `$argon2id$v=19$m=65536,t=1000000,p=1$c29tZXNhbHQ$${base64(new Uint8Array(32))}`,
    ],
    ['argon2 with a hash of four bytes', '$argon2id$v=19$m=64,t=1,p=1$c29tZXNhbHQ$AAAAAA'],
    ['argon2 with a foreign key', currentVector.stored.replace(',saltid=s1', '')],
    ['a current form with a parameter too many', currentVector.stored.replace('saltid=s1', 'saltid=s1,x=1')],
    ['a parameter given twice', currentVector.stored.replace('t=2', 't=2,t=2')],
    ['a current form over something else', `$over-md5${currentVector.stored}`],
  ]
  for (const [what, text] of unreadable) {
    test(what, () => assert.equal(parseStoredForm(text), undefined))
  }

  test('any text is read or unreadable, never a crash', () => {
    const pieces = fc.constantFrom(
      '$',
      'argon2id',
      'v=19',
      'm=64',
      ',',
      't=1',
      'p=1',
      'keyid=k',
      'saltid=s',
      'c29tZXNhbHQ',
      '2b',
      'md5',
      'over-md5',
      'scrypt',
      'ln=1',
      'r=8',
    )
    const texts = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc.array(pieces).map((all) => all.join('')),
    )
    fc.assert(
      fc.property(texts, (text) => {
        const form = parseStoredForm(text)
        if (form) assert.deepEqual(parseStoredForm(writeStoredForm(form)), form)
      }),
      { numRuns: 2000 },
    )
  })

  test('a vector with one character changed is another form or unreadable', () => {
    const changed = fc.tuple(fc.constantFrom(...vectors), fc.nat(), fc.string({ minLength: 1, maxLength: 1 }))
    fc.assert(
      fc.property(changed, ([{ stored }, at, character]) => {
        const place = at % stored.length
        const form = parseStoredForm(stored.slice(0, place) + character + stored.slice(place + 1))
        if (form) assert.deepEqual(parseStoredForm(writeStoredForm(form)), form)
      }),
      { numRuns: 2000 },
    )
  })

  test('an id that the format cannot hold is a defect of the caller, not a broken row', () => {
    const form = parseStoredForm(currentVector.stored)
    assert.ok(form?.kind === 'keyed')
    assert.throws(() => writeStoredForm({ ...form, saltId: 'a,b$c' }), /saltid/)
  })
})

test('every wrapped form is read back as it was written', () => {
  const form = parseStoredForm(currentVector.stored)
  assert.ok(form?.kind === 'keyed')
  const recipes = fc.record(
    {
      algorithm: fc.constantFrom('md5', 'sha1', 'sha256'),
      place: fc.constantFrom('prefix', 'suffix'),
      over: fc.constantFrom('text', 'md5'),
      salt: fc.uint8Array({ maxLength: 64, size: 'max' }).map((salt) => Buffer.from(salt)),
    },
    { noNullPrototype: true },
  )
  fc.assert(
    fc.property(recipes, (wraps) => {
      const wrapped = { ...form, over: wraps.over, wraps }
      assert.deepEqual(parseStoredForm(writeStoredForm(wrapped)), wrapped)
    }),
  )
})

describe('spec 3 rule 3: an import states what its forms are over', () => {
  const bcrypt = '$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e'
  const salted = '$md5$place=prefix$TmE6Q2w$e6828554fa6c1b540f524226a4f5d309'

  test('over the text, a form stays as it is', () => {
    assert.equal(importStoredForm(bcrypt, 'text'), bcrypt)
    assert.equal(importStoredForm(salted, 'text'), salted)
  })

  test('over the MD5, a form says so from then on', () => {
    assert.equal(importStoredForm(bcrypt, 'md5'), `$over-md5${bcrypt}`)
    assert.equal(importStoredForm(salted, 'md5'), `$over-md5${salted}`)
  })

  test('what was exported comes back unchanged, whatever the import states', () => {
    const exported = fc.constantFrom(
      currentVector.stored,
      `$over-md5${bcrypt}`,
      '3cb4e732631f47e6eb961f34554b7cde',
    )
    fc.assert(
      fc.property(exported, fc.constantFrom('text', 'md5'), (stored, over) => {
        assert.equal(importStoredForm(stored, over), stored)
      }),
    )
  })

  test('an unreadable form is not taken', () => {
    assert.equal(importStoredForm('secret', 'text'), undefined)
    assert.equal(importStoredForm('secret', 'md5'), undefined)
  })
})

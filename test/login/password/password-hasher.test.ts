import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { setImmediate as nextTurn } from 'node:timers/promises'
import fc from 'fast-check'
import { md5Hex } from '../../../src/base/digest.ts'
import { createHashQueue, type HashQueue } from '../../../src/login/password/hash-queue.ts'
import { createPasswordHasher, type PasswordHasher } from '../../../src/login/password/password-hasher.ts'
import { parseStoredForm } from '../../../src/login/password/stored-form.ts'
import { currentVector, vectorIds, vectorKey, vectors } from './stored-form-vectors.ts'

const keys = new Map([
  ['s1/k1', vectorKey],
  ['s2/k1', new Uint8Array(32).fill(8)],
])
const keyFor = (saltId: string, keyId: string) => keys.get(`${saltId}/${keyId}`)
const parameters = { memoryKib: 64, passes: 1, lanes: 1 }

function hasher(parts: { queue?: HashQueue; saltId?: string } = {}): PasswordHasher {
  const { queue = createHashQueue(), saltId = 's1' } = parts
  return createPasswordHasher({ queue, keyFor, key: { saltId, keyId: 'k1' }, parameters })
}

const standard = createPasswordHasher({ queue: createHashQueue(), keyFor, key: vectorIds })

describe('spec 3 rule 3: old stored forms are understood', () => {
  for (const { what, stored, password, over, state } of vectors) {
    test(`${what}: the text is right, another is wrong`, async () => {
      const right = await standard.verify(stored, { text: password })
      assert.deepEqual(right, { matches: true, outdated: state !== 'current' })
      assert.deepEqual(await standard.verify(stored, { text: `y${password}` }), {
        matches: false,
        outdated: false,
      })
    })

    test(`${what}: the MD5 is ${over === 'md5' ? 'right in either case' : 'not enough'}`, async () => {
      const md5 = md5Hex(password)
      const lower = await standard.verify(stored, { md5 })
      const upper = await standard.verify(stored, { md5: md5.toUpperCase() })
      assert.equal(lower.matches, over === 'md5')
      assert.deepEqual(upper, lower)
      assert.equal(lower.trouble, over === 'md5' ? undefined : 'TEXT_NEEDED')
      assert.equal((await standard.verify(stored, { md5: md5Hex('another') })).matches, false)
    })

    test(`${what}: is reported as ${state}`, () => {
      const report = standard.inspect(stored)
      assert.ok(report.state !== 'unreadable')
      assert.deepEqual([report.state, report.over], [state, over])
      assert.deepEqual(report.key, stored.includes('keyid') ? vectorIds : undefined)
    })
  }

  test('no stored digest is a password itself', async () => {
    for (const { stored } of vectors) {
      assert.equal((await hasher().verify(stored, { text: stored })).matches, false)
    }
  })
})

describe('spec 3 rule 1: one stored form for both transports', () => {
  test('argon2id at 19 MiB, two passes, one lane, with the ids of its salt and key', async () => {
    const stored = await standard.hash({ text: 'correct horse' })
    assert.match(stored, /^\$argon2id\$v=19\$m=19456,t=2,p=1,keyid=k1,saltid=s1\$[\w+/]{22}\$[\w+/]{43}$/)
    assert.equal(standard.inspect(stored).state, 'current')
  })

  test('the same password makes another form every time', async () => {
    assert.notEqual(await hasher().hash({ text: 'same' }), await hasher().hash({ text: 'same' }))
  })

  test('properties: the same password is right by text and by MD5, another is wrong', async () => {
    const passwords = hasher()
    const texts = fc.string({ unit: 'grapheme', maxLength: 64 })
    await fc.assert(
      fc.asyncProperty(texts, texts, async (text, other) => {
        const md5 = md5Hex(text.normalize('NFKC'))
        const stored = await passwords.hash({ text })
        assert.deepEqual(await passwords.verify(stored, { text }), { matches: true, outdated: false })
        assert.deepEqual(await passwords.verify(stored, { md5 }), { matches: true, outdated: false })
        assert.equal((await passwords.verify(await passwords.hash({ md5 }), { text })).matches, true)
        const isSame = other.normalize('NFKC') === text.normalize('NFKC')
        assert.equal((await passwords.verify(stored, { text: other })).matches, isSame)
      }),
    )
  })

  test('P1: nothing is cut off and no case is folded', async () => {
    const text = 'a'.repeat(1000)
    const stored = await hasher().hash({ text })
    assert.equal((await hasher().verify(stored, { text: `${text}a` })).matches, false)
    assert.equal((await hasher().verify(stored, { text: text.toUpperCase() })).matches, false)
  })

  test('P1: full-width letters are the letters', async () => {
    const stored = await hasher().hash({ text: 'ｐａｓｓｗｏｒｄ' })
    assert.equal((await hasher().verify(stored, { text: 'password' })).matches, true)
  })

  test('spec 3 rule 3: who typed full-width letters into an old system still gets in, before and after', async () => {
    const typed = { text: 'ｐａｓｓｗｏｒｄ' }
    const old = 'ad59fe9747d2a0a857f0f9907ef591d1'
    assert.equal((await hasher().verify(old, typed)).matches, true)
    assert.equal((await hasher().verify(await hasher().wrap(old), typed)).matches, true)
  })

  test('the MD5 of another password is no password', async () => {
    const stored = await hasher().hash({ text: 'secret' })
    assert.equal((await hasher().verify(stored, { text: md5Hex('secret') })).matches, false)
  })
})

describe('spec 3 rule 3: fast forms are wrapped without the password', () => {
  for (const { what, stored, password, over, state } of vectors.filter((vector) => vector.state === 'fast')) {
    test(`${what}: right before and after, ${state} no more`, async () => {
      const passwords = hasher()
      const wrapped = await passwords.wrap(stored)
      assert.ok(wrapped !== undefined)
      assert.ok(wrapped.startsWith('$argon2id$v=19$m=64,t=1,p=1,keyid=k1,saltid=s1'))
      const isPlain = parseStoredForm(stored)?.kind === 'plain-md5'
      assert.deepEqual(await passwords.verify(wrapped, { text: password }), {
        matches: true,
        outdated: !isPlain,
      })
      assert.equal((await passwords.verify(wrapped, { text: 'another' })).matches, false)
      assert.equal((await passwords.verify(wrapped, { md5: md5Hex(password) })).matches, over === 'md5')
      assert.equal(passwords.inspect(wrapped).state, isPlain ? 'current' : 'outdated')
      assert.equal(await passwords.wrap(wrapped), undefined)
    })
  }

  test('nothing else is wrapped', async () => {
    for (const { stored } of vectors.filter((vector) => vector.state !== 'fast')) {
      assert.equal(await hasher().wrap(stored), undefined)
    }
    assert.equal(await hasher().wrap('unreadable'), undefined)
  })
})

describe('spec 3 rule 3: each form names the salt it was made with', () => {
  test('a form of a replaced salt is right and outdated', async () => {
    const stored = await hasher({ saltId: 's1' }).hash({ text: 'secret' })
    const later = hasher({ saltId: 's2' })
    assert.deepEqual(await later.verify(stored, { text: 'secret' }), { matches: true, outdated: true })
    assert.deepEqual(later.inspect(stored), { state: 'outdated', over: 'md5', key: vectorIds })
  })

  test('a form of a salt that is not here cannot be checked, and says so', async () => {
    const foreign = currentVector.stored.replace('saltid=s1', 'saltid=s9')
    const verdict = await hasher().verify(foreign, { text: currentVector.password })
    assert.deepEqual(verdict, { matches: false, outdated: false, trouble: 'KEY_MISSING' })
  })

  test('another key makes another form', async () => {
    const stored = await hasher({ saltId: 's1' }).hash({ text: 'secret' })
    const relabelled = stored.replace('saltid=s1', 'saltid=s2')
    assert.deepEqual(await hasher().verify(relabelled, { text: 'secret' }), {
      matches: false,
      outdated: false,
    })
  })

  test('a hasher without its current key is not made', () => {
    assert.throws(() => hasher({ saltId: 's9' }), /s9/)
  })
})

describe('spec 3 rule 2: hashing never runs on the event loop', () => {
  const names = ['the current form', 'scrypt of passlib', 'argon2i of version 16, which names none']
  const slow = [
    ...vectors.filter(({ what }) => names.includes(what)),
    // The published vectors of bcrypt are too cheap to be told from a turn of the loop; no password is right here.
    { what: 'bcrypt of cost 10', stored: `$2b$10$${'C'.repeat(21)}.${'C'.repeat(31)}` },
  ]
  for (const { what, stored } of slow) {
    test(`${what}: the loop turns while a password is checked`, async () => {
      await standard.verify(stored, { text: 'loads the library' })
      let isChecked = false
      const checking = standard.verify(stored, { text: 'wrong' }).then(() => {
        isChecked = true
      })
      let turns = 0
      for (; !isChecked; turns += 1) await nextTurn()
      await checking
      assert.ok(turns > 20, `${turns} turns`)
    })
  }
})

describe('spec 3 rule 5, P2: a wrong name and a wrong password do the same work', () => {
  /** What a check does through its ports, in its order, and what it answers. */
  async function trace(stored: string | undefined, candidate: { text: string } | { md5: string }) {
    const steps: string[] = []
    const real = createHashQueue()
    const queue: HashQueue = {
      ...real,
      run: async (work) => {
        steps.push('hash')
        return await real.run(work)
      },
    }
    const { matches } = await hasher({ queue }).verify(stored, candidate)
    return { steps, matches }
  }

  const wrong = [{ text: 'wrong' }, { md5: md5Hex('wrong') }]
  for (const candidate of wrong) {
    test(`by ${Object.keys(candidate)[0]}: unknown, wrong, fast, unreadable, without its key`, async () => {
      const stored = await hasher().hash({ text: 'right' })
      const expected = { steps: ['hash'], matches: false }
      const fast = md5Hex('right')
      for (const form of [undefined, stored, fast, 'unreadable', stored.replace('s1', 's9')]) {
        assert.deepEqual(await trace(form, candidate), expected)
      }
    })
  }

  describe('the processor time of a wrong password', () => {
    const heavy = { memoryKib: 65_536, passes: 3, lanes: 1 }
    const passwords = createPasswordHasher({
      queue: createHashQueue(),
      keyFor,
      key: vectorIds,
      parameters: heavy,
    })
    let stored = ''
    before(async () => {
      stored = await passwords.hash({ text: 'right' })
    })

    async function microsecondsOf(form: string | undefined, text: string): Promise<number> {
      const started = process.cpuUsage()
      await passwords.verify(form, { text })
      const { user, system } = process.cpuUsage(started)
      return user + system
    }

    test('is spent for an unknown user, a fast form and an unreadable one too', async () => {
      const least = (await microsecondsOf(stored, 'wrong')) / 3
      for (const form of [undefined, md5Hex('right'), 'unreadable']) {
        assert.ok((await microsecondsOf(form, 'wrong')) > least)
      }
      assert.ok((await microsecondsOf(md5Hex('right'), 'right')) < least, 'the measure tells work from none')
    })
  })

  test('no password is right for an unknown user', async () => {
    assert.deepEqual(await hasher().verify(undefined, { text: '' }), { matches: false, outdated: false })
  })
})

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { md5Candidate, spellings, transportMd5 } from '../../../src/login/password/password-candidate.ts'

const md5OfPassword = '5f4dcc3b5aa765d61d8327deb882cf99'

describe('spec 3: what `password` is in a call', () => {
  test('an MD5 is 32 hex digits in either case', () => {
    assert.deepEqual(md5Candidate(md5OfPassword.toUpperCase()), { md5: md5OfPassword })
  })

  for (const text of ['', 'password', `${md5OfPassword}0`, md5OfPassword.slice(1), `${md5OfPassword}\n`]) {
    test(`anything else is refused: ${JSON.stringify(text)}`, () => {
      assert.throws(() => md5Candidate(text), { name: 'Refusal', code: 'API_PARAMS_ERROR' })
    })
  }

  test('a refused MD5 is not in the refusal: it may be a password', () => {
    assert.throws(
      () => md5Candidate('my secret'),
      (error: Error) => !JSON.stringify({ ...error, message: error.message }).includes('my secret'),
    )
  })
})

describe('spec 3 rule 1: the text transport gives both, the MD5 transport one', () => {
  test('the MD5 is that of the NFKC text', () => {
    assert.equal(transportMd5({ text: 'ｐａｓｓｗｏｒｄ' }), md5OfPassword)
    assert.equal(transportMd5({ md5: md5OfPassword.toUpperCase() }), md5OfPassword)
  })

  test('an MD5 says nothing of the text', () => {
    assert.deepEqual(spellings({ md5: md5OfPassword }, 'text'), [])
    assert.deepEqual(spellings({ md5: md5OfPassword }, 'md5'), [md5OfPassword])
  })

  test('a text that NFKC leaves alone has one spelling, another has two', () => {
    assert.deepEqual(spellings({ text: 'password' }, 'text'), ['password'])
    assert.deepEqual(spellings({ text: 'ｐass' }, 'text'), ['pass', 'ｐass'])
    assert.equal(spellings({ text: 'ｐass' }, 'md5').length, 2)
  })
})

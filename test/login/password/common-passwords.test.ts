import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { dictionary } from '@zxcvbn-ts/language-common'
import { md5Hex } from '../../../src/base/digest.ts'
import { randomToken } from '../../../src/base/random-id.ts'
import { chinesePasswords } from '../../../src/login/password/chinese-passwords.ts'
import { createCommonPasswords } from '../../../src/login/password/common-passwords.ts'

const common = createCommonPasswords()

describe('spec 3 `denyCommon`: with either transport', () => {
  for (const text of [
    '123456',
    'password',
    'woaini1314',
    '5201314',
    'woaini520',
    'zhangwei123',
    '88888888',
    'P@ssw0rd',
  ]) {
    test(`${text} is denied by text and by MD5`, async () => {
      assert.equal(await common.includes({ text }), true)
      assert.equal(await common.includes({ md5: md5Hex(text) }), true)
    })
  }

  test('in capitals, with a capital and in full width too', async () => {
    for (const text of ['WOAINI1314', 'Woaini1314', 'ｗｏａｉｎｉ１３１４', '1QAZ@wsx']) {
      assert.equal(await common.includes({ text }), true, text)
    }
    for (const text of ['WOAINI1314', 'Woaini1314', '1qaz@WSX']) {
      assert.equal(await common.includes({ md5: md5Hex(text) }), true, text)
    }
  })

  test('a word is not its MD5, nor the other way', async () => {
    assert.equal(await common.includes({ text: md5Hex('123456') }), false)
  })

  test('what nobody uses is not denied', async () => {
    for (let index = 0; index < 1000; index += 1) {
      const text = randomToken(12)
      assert.equal(await common.includes({ text }), false, text)
      assert.equal(await common.includes({ md5: md5Hex(text) }), false, text)
    }
  })
})

describe('the lists', () => {
  const published = dictionary['passwords-common']

  test('at least 10,000 of a well-kept list, every one denied', async () => {
    assert.ok(published.length >= 10_000)
    for (const text of published) {
      if (!(await common.includes({ md5: md5Hex(text) }))) assert.fail(text)
    }
  })

  test('at least a thousand Chinese ones that the other list does not know, every one denied', async () => {
    const known = new Set(published)
    const own = [...new Set(chinesePasswords())].filter((text) => !known.has(text.toLowerCase()))
    assert.ok(own.length >= 1000)
    for (const text of own) {
      if (!(await common.includes({ text }))) assert.fail(text)
    }
  })
})

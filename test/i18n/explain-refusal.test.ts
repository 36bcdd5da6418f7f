import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Refusal, refuse } from '../../src/base/refusal.ts'
import { explainRefusal, pickLanguage } from '../../src/i18n/explain-refusal.ts'
import { refusalTexts } from '../../src/i18n/refusal-texts.ts'
import { refusalCodes } from '../../src/wire/refusal-codes.ts'

describe('texts of refusals', () => {
  test('every code has both texts', () => {
    for (const code of refusalCodes) {
      assert.ok(refusalTexts[code].en.length > 3, code)
      assert.match(refusalTexts[code].zh, /\p{Script=Han}/u, code)
    }
    assert.deepEqual(Object.keys(refusalTexts).toSorted(), [...refusalCodes].toSorted())
  })

  test('spec 1: the seeds’ own texts, to the letter', () => {
    const expected = {
      SEND_TOO_FREQUENT: ['Sending frequency too high, please try again later', '发送频率过快，请稍后再试'],
      CODE_EXPIRED: ['Verification code has expired', '验证码已过期'],
      USER_AUTH_MISS: ['User not found', '用户不存在'],
      PASSWORD_ERROR: ['Incorrect password', '密码错误'],
      CAPTCHA_ERROR: ['Incorrect captcha', '验证码错误'],
    } as const
    for (const [code, [en, zh]] of Object.entries(expected)) {
      assert.equal(explainRefusal(new Refusal(code), 'en'), en)
      assert.equal(explainRefusal(new Refusal(code), 'zh'), zh)
    }
  })

  test('seconds and faulty arguments are named', () => {
    assert.match(explainRefusal(refuse('SEND_TOO_FREQUENT', { seconds: 44 }), 'en'), /44 s/)
    assert.match(explainRefusal(refuse('SEND_TOO_FREQUENT', { seconds: 44 }), 'zh'), /44 秒/)
    const wrong = refuse('API_PARAMS_ERROR', { arguments: { phone: 'is missing', foo: 'is unknown' } })
    assert.match(explainRefusal(wrong, 'en'), /phone is missing; foo is unknown/)
  })

  test('a text is never undefined, whatever an own Type calls its codes', () => {
    for (const code of ['constructor', '__proto__', 'toString', ''])
      for (const language of ['en', 'zh'] as const)
        assert.equal(explainRefusal(new Refusal(code, { seconds: 3 }), language), code)
  })

  test('an own Type does not change the texts of the program’s own codes', () => {
    const more = { USER_AUTH_MISS: { en: 'Who are you?', zh: '你是谁' } }
    assert.equal(explainRefusal(refuse('USER_AUTH_MISS'), 'en', more), 'User not found')
  })

  test('details that are not there leave their place, and those of other kinds add nothing', () => {
    const more = { MINE: { en: 'Only {left} of {all} left', zh: '还剩 {left}' } }
    assert.equal(explainRefusal(new Refusal('MINE', { left: 0 }), 'en', more), 'Only 0 of {all} left')
    assert.equal(explainRefusal(refuse('FORBIDDEN', { secret: 'x' }), 'en'), 'Not allowed')
    const unknown = refuse('ELEMENT_NOT_FOUND', { nearest: ['SMS.one', 'SMS.two'] })
    assert.equal(explainRefusal(unknown, 'en'), 'Element not found: SMS.one, SMS.two?')
    assert.equal(explainRefusal(refuse('ELEMENT_NOT_FOUND', { nearest: [] }), 'zh'), '元素不存在')
  })

  test('codes of an app’s own Types bring their texts', () => {
    const more = { MINE: { en: 'Only {left} left', zh: '还剩 {left}' } }
    assert.equal(explainRefusal(new Refusal('MINE', { left: 2 }), 'en', more), 'Only 2 left')
    assert.equal(explainRefusal(new Refusal('OTHER'), 'en', more), 'OTHER')
  })
})

test('the language is negotiated as in Accept-Language; English without a match', () => {
  const cases: [string | undefined, string][] = [
    [undefined, 'en'],
    ['zh', 'zh'],
    ['zh-CN', 'zh'],
    ['fr, zh;q=0.5', 'zh'],
    ['en;q=0.3, zh-TW;q=0.8', 'zh'],
    ['zh;q=0, en', 'en'],
    ['fr', 'en'],
    ['', 'en'],
    ['zh_CN', 'zh'],
    ['ZH-Hans-CN', 'zh'],
    ['zh-CN,zh;q=0.9,en;q=0.8', 'zh'],
    ['en-US,en;q=0.9,zh-CN;q=0.8', 'en'],
    ['zh, en', 'zh'],
    ['en, zh', 'en'],
    ['*', 'en'],
    ['zha, zhx', 'en'],
    ['en;q=0, fr', 'en'],
    ['zh;q=x', 'zh'],
    ['zh ; q=0.5 , en ; q=0.4', 'zh'],
    ['\0,;q=1;;,zh;level=1;q=0.2', 'zh'],
    [`${'fr,'.repeat(1000)}zh`, 'en'],
  ]
  for (const [header, language] of cases) assert.equal(pickLanguage(header), language, String(header))
})

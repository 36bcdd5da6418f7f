/** Spec 4, rule 9: the texts of code messages, the line that binds a code to a web site, and texts of a client. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { ClientId } from '../../src/base/ids.ts'
import { ConfigurationFaults } from '../../src/elements/fault.ts'
import { messageText } from '../../src/sms/message-text.ts'
import { amysPhone, anonymous, bobsPhone, phoneOf } from '../login/phone/phone-people.ts'
import { openTestApp, testClientId } from '../support/open-test-app.ts'

const code = { code: '123456', minutes: 5 }

describe('spec 4 rule 9: texts', () => {
  test('English and Chinese, with the name of the app and the minutes', () => {
    const en = 'Acme: your code is 123456. It is valid for 5 minutes. Do not share it.'
    assert.equal(messageText({ ...code, language: 'en' }, 'Acme'), en)
    assert.equal(
      messageText({ ...code, language: 'zh' }, '艾克'),
      '【艾克】验证码 123456，5 分钟内有效，请勿告诉他人。',
    )
  })

  test('with a domain the last line is @domain #code, whatever the text; not of a notice, which has no code', () => {
    const bound = { ...code, domain: 'login.example.com', language: 'en' } as const
    const last = (text: string) => text.split('\n').at(-1)
    assert.equal(last(messageText(bound, 'Acme')), '@login.example.com #123456')
    assert.equal(messageText(bound, 'Acme', '{app} {code}'), 'Acme 123456\n@login.example.com #123456')
    const notice = messageText({ domain: 'login.example.com', language: 'en' }, 'Acme')
    assert.match(notice, /^Acme: the phone number of your account was changed/)
    assert.ok(!notice.includes('@'))
  })

  test('that somebody asked for another number is told in both languages, whichever is asked for', () => {
    const text = messageText({ purpose: 'recovery-asked', language: 'en' }, 'Acme')
    assert.match(
      text,
      /^【Acme】有人申请更换.*用本手机号登录.*\nAcme: somebody asked to replace .* log in with this number/,
    )
    assert.match(messageText({ ...code, purpose: 'recovery-asked', language: 'en' }, 'Acme'), /123456/)
  })

  test('a text of the client goes before a template; what is in a name is not filled in again', () => {
    const text = '{app}: {code} ({minutes}) {other}'
    assert.equal(messageText({ ...code, text }, '{code}', 'template {code}'), '{code}: 123456 (5) {other}')
  })
})

describe('spec 4 rule 9: texts of a client', () => {
  test('each client has its own, in the language of the request', async (t) => {
    const messages = { en: 'Shop {code}', domain: 'shop.example.com' }
    const config = { clientId: 'otherWebotherWebotherWebotherWeb', profile: 'oneaccess', messages }
    const opened = await openTestApp(t, {
      elements: { 'clients.shop': { type: 'clients.NormalType', config } },
    })
    const textFor = async (phone: string, clientId: string, language: 'en' | 'zh') => {
      const view = anonymous(opened, { clientId: clientId as ClientId, language })
      await phoneOf(view).sendMessage(phone)
      const [message] = await opened.app.inbox(phone)
      return message?.text.replaceAll(message.code, 'CODE')
    }
    assert.equal(await textFor(amysPhone, config.clientId, 'en'), 'Shop CODE\n@shop.example.com #CODE')
    assert.equal(
      await textFor(bobsPhone, config.clientId, 'zh'),
      '【Acme】验证码 CODE，5 分钟内有效，请勿告诉他人。\n@shop.example.com #CODE',
    )
    assert.equal(
      await textFor('13700137000', testClientId, 'en'),
      'Acme: your code is CODE. It is valid for 5 minutes. Do not share it.',
    )
  })

  for (const messages of [{ en: 'no place' }, { domain: 'https://example.com' }, { domain: 'Example.com' }])
    test(`a fault: ${JSON.stringify(messages)}`, async (t) => {
      const opening = openTestApp(t, { elements: { 'clients.web': { config: { messages } } } })
      await assert.rejects(opening, (error) => error instanceof ConfigurationFaults)
    })
})

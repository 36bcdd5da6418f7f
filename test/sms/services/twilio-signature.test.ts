/** `X-Twilio-Signature`, with the example of the vendor's documentation ("Validating requests"). */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isSignedByTwilio, signatureOfTwilio } from '../../../src/sms/services/twilio-signature.ts'

const example = {
  authToken: '12345',
  url: 'https://mycompany.com/myapp.php?foo=1&bar=2',
  form: {
    To: '+18005551212',
    From: '+12349013030',
    Digits: '1234',
    Caller: '+12349013030',
    CallSid: 'CA1234567890ABCDE',
  },
}
const signature = '0/KCTR6DLpKmkAf8muzZqo1nDgQ='

describe("Twilio's signature of a request", () => {
  test('is that of the documentation, in whatever order the fields come', () => {
    assert.equal(signatureOfTwilio(example), signature)
    assert.ok(isSignedByTwilio(example, signature))
  })

  test('holds for every part of the request', () => {
    const changed = [
      { ...example, authToken: '12346' },
      { ...example, url: 'https://mycompany.com/myapp.php?foo=1&bar=3' },
      { ...example, url: 'http://mycompany.com/myapp.php?foo=1&bar=2' },
      { ...example, form: { ...example.form, Digits: '1235' } },
      { ...example, form: { ...example.form, More: '' } },
    ]
    for (const other of changed) assert.equal(isSignedByTwilio(other, signature), false)
    for (const other of [undefined, '', signature.slice(1), `${signature} `, [signature]])
      assert.equal(isSignedByTwilio(example, other), false)
  })

  test('may be over the address with its port, or without', () => {
    const withPort = { ...example, url: 'https://mycompany.com:443/myapp.php?foo=1&bar=2' }
    assert.ok(isSignedByTwilio(example, signatureOfTwilio(withPort)))
    const unusual = { ...example, url: 'https://mycompany.com:8443/myapp.php?foo=1&bar=2' }
    assert.ok(isSignedByTwilio(unusual, signature))
    assert.ok(isSignedByTwilio(unusual, signatureOfTwilio(unusual)))
    assert.equal(isSignedByTwilio(example, signatureOfTwilio(unusual)), false)
  })
})

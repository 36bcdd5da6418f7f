/** Passwords tried on many names from one address, at a client that takes no captcha. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { clientId } from '../support/app-files.ts'
import { openFlowApp, password, username } from '../support/flow-app.ts'

test('after a hundred wrong passwords within an hour the address waits; others and known devices do not', async (t) => {
  const app = await openFlowApp(t, { client: { captcha: 'off' } })
  assert.equal((await app.byPassword()).status, 'SUCCESS')
  const stranger = { 'x-device-fingerprint': 'another-device' }
  const login = async (user_name: string, text: string, headers = {}, remoteAddress = '203.0.113.7') => {
    const answer = await app.ask({
      method: 'POST',
      url: '/api/v2/sdk/login',
      headers: {
        'content-type': 'application/json',
        'x-operating-sys-version': 'Android 10',
        'x-device-fingerprint': '156aysdna213sc50',
        'x-agent': 'test',
        'x-client-id': clientId,
        ...headers,
      },
      payload: JSON.stringify({ user_name, password: text }),
      remoteAddress,
    })
    return { status: answer.statusCode, code: answer.json().error_code, after: answer.headers['retry-after'] }
  }
  const wrong = 'IDAAS.SDK.USER.9003'
  for (let i = 0; i < 99; i += 1) assert.equal((await login(`name${i}`, 'wrong', stranger)).code, wrong)
  assert.equal((await login(username, password, stranger)).status, 200, 'a right one is not counted')
  app.pass(1)
  assert.equal((await login('name99', 'wrong', stranger)).code, wrong)
  const waits = await login('name100', 'wrong', { 'x-device-fingerprint': 'a-third-device' })
  assert.deepEqual([waits.status, waits.after], [429, '60'])
  assert.equal((await login(username, password)).status, 200, 'a known device')
  assert.equal((await login('name100', 'wrong', stranger, '203.0.113.8')).code, wrong)
  app.pass(60)
  assert.equal((await login('name100', 'wrong', stranger)).code, wrong)
})

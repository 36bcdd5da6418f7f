/** `NODE_ENV`: a misspelt `production` must not start a development server. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { loadSettings, SettingFaults } from '../../src/config/load-settings.ts'
import { runLatchkey } from '../cli/support/run-latchkey.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('security test 2: NODE_ENV is development, test or production', () => {
  test('each of the three, and development where nothing is said', () => {
    const production = (name?: string) => loadSettings({ NODE_ENV: name }).production
    assert.deepEqual([undefined, '', 'development', 'test', 'production'].map(production), [
      false,
      false,
      false,
      false,
      true,
    ])
  })

  test('anything else is a fault that names the choices and not the value', () => {
    for (const name of ['prod', 'Production', 'production ', 'staging'])
      assert.throws(
        () => loadSettings({ NODE_ENV: name }),
        (error: unknown) => {
          assert.ok(error instanceof SettingFaults)
          assert.match(error.message, /^NODE_ENV: must be one of development, test, production\. /)
          assert.equal(error.message.includes('staging'), false)
          return true
        },
      )
  })

  test('a start ends with 78', async (t) => {
    const place = { data: temporaryFolder(t), environment: { NODE_ENV: 'prod' } }
    const { status, stderr } = await runLatchkey(place, 'start', '--port', '0')
    assert.equal(status, 78)
    assert.match(stderr, /NODE_ENV: must be one of/)
  })
})

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { nodeFault } from '../../src/base/node-version.ts'

describe('the version of Node', () => {
  test('24 and newer will do', () => {
    for (const version of ['24.0.0', '24.21.0', '25.1.0', '100.0.0', process.versions.node])
      assert.equal(nodeFault(version), undefined, version)
  })

  test('an older one is told what is needed and what is there', () => {
    for (const version of ['20.20.2', '23.11.1', '8.0.0'])
      assert.equal(nodeFault(version), `latchkey needs Node 24 or newer, this is v${version}.`)
  })
})

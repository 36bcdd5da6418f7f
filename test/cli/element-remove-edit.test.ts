/** `latchkey element remove-edit`: out of a start that an element of the console keeps from working. */
import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { openWholeApp } from '../../src/app/open-app.ts'
import { defaultTenant } from '../../src/base/ids.ts'
import { ConfigurationFaults, formatFault } from '../../src/elements/fault.ts'
import { writeTree } from '../support/write-tree.ts'
import { cliApp } from './support/cli-app.ts'
import { runLatchkey } from './support/run-latchkey.ts'

const call = { caller: { kind: 'system' }, tenantId: defaultTenant, device: {}, language: 'en' } as const
const title = '<img src=x onerror=alert(1)>'
const second = {
  'SMS/second/e.json': JSON.stringify({ title: 'Second', type: 'SMS.Console' }),
  'SMS/second/second.json': '{}',
}

test('a faulty edit is told at its place, and taken back', async (t) => {
  const { app, data } = cliApp(t)
  writeTree(app, second)
  const opened = await openWholeApp(app, { data })
  const settings = { smsFullName: 'SMS.second', allowedCountries: ['CN'] }
  const login = { fullName: 'auths.loginTypes.extra', title, type: 'auths.loginTypes.PhoneType', settings }
  await opened.desk.put(login, 0, call)
  const shown = opened.desk.show(login.fullName)
  assert.deepEqual(
    [shown.title, shown.origins['/smsFullName'], shown.origins['/codeTtl'], shown.source],
    [title, login.fullName, 'auths.loginTypes.PhoneType', 'console'],
  )
  await opened.app.close()

  rmSync(join(app, 'SMS/second'), { recursive: true })
  await assert.rejects(openWholeApp(app, { data }), (error) => {
    assert.ok(error instanceof ConfigurationFaults)
    assert.match(
      error.faults.map(formatFault).join(),
      /^console\/auths\/loginTypes\/extra\/extra\.json: \/smsFullName: /,
    )
    return true
  })
  const removed = await runLatchkey({ app, data }, 'element', 'remove-edit', login.fullName)
  assert.deepEqual([removed.status, removed.stderr], [0, ''])
  const again = await runLatchkey({ app, data }, 'element', 'remove-edit', login.fullName)
  assert.deepEqual([again.status, /ELEMENT_NOT_FOUND/.test(again.stderr)], [1, true])
  await (await openWholeApp(app, { data })).app.close()
})

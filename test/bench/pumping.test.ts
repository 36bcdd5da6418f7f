/** The simulation of `npm run simulate:pumping` in small: every protection holds the attacker where it should. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { guardWith, type Protection, protections, usualLimits } from '../../bench/pumping/protections.ts'
import { seeded } from '../../bench/pumping/seeded.ts'
import { simulateDay } from '../../bench/pumping/simulate-day.ts'
import { smallSize } from '../../bench/pumping/world.ts'
import { openTestApp } from '../support/open-test-app.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const seed = 20260105

test('issue 5: with all protections on, few messages are sent to the attacker and honest people get theirs', async (t) => {
  const simulate = async (...on: readonly Protection[]) => {
    const day = await simulateDay(guardWith(on, smallSize), smallSize, temporaryFolder(t), seeded(seed))
    const messages = [...day.toAttacker.values()].reduce((sum, count) => sum + count, 0)
    assert.equal(day.honestSent + day.honestRefused, smallSize.honestLogins)
    return { messages, refused: day.honestRefused }
  }
  const address = await simulate('address')
  assert.deepEqual(address, { messages: smallSize.requests, refused: 0 })
  const all = await simulate(...protections)
  assert.ok(all.messages * 5 < address.messages, `${all.messages} of ${address.messages}`)
  assert.ok(all.refused * 1000 <= smallSize.honestLogins, `${all.refused} honest logins refused`)
})

test('the simulation has the defaults of the phone login', async (t) => {
  const { elements } = await openTestApp(t)
  const [login] = elements.phoneLogins()
  const { knownAfter: _, ...limits } = login?.settings.limits ?? {}
  assert.deepEqual(limits, usualLimits)
})

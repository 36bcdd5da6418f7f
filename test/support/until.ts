/** Waits for what another process does, without keeping a core from it. */
import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'

/** Ends once `holds` does; rejects after a minute in vain. */
export async function until(holds: () => Promise<boolean> | boolean): Promise<void> {
  const end = performance.now() + 60_000
  while (!(await holds())) {
    assert.ok(performance.now() < end, 'in vain')
    await pause(20)
  }
}

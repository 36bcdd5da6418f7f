/** What the samples' `except` prints: the text of what was thrown. */
import assert from 'node:assert/strict'

export async function failureOf(call: Promise<unknown>): Promise<string> {
  try {
    await call
  } catch (error) {
    return String(error instanceof Error ? error.message : error)
  }
  return assert.fail('the call succeeded')
}

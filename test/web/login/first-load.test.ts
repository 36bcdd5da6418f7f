/** What the login page loads first, and how the sheets of both pages are written. */
import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { testsFirstLoad } from './support/first-load.ts'

testsFirstLoad('login')

describe('the style sheets', () => {
  test('have no style that holds for one direction of writing only', () => {
    const root = join(import.meta.dirname, '../../../web')
    const sheets = globSync('{account,controls,login,shared}/**/*.css', { cwd: root })
    assert.ok(sheets.length > 4)
    for (const sheet of sheets)
      for (const rule of readFileSync(join(root, sheet), 'utf8').matchAll(/^ *([\w-]+): ([^;{]+);/gm)) {
        const [, name = '', value = ''] = rule
        assert.doesNotMatch(
          `${name}: ${value}`,
          /(?:^|-)(?:left|right)(?=:|-)|^(?:float|text-align): (?:left|right)/,
        )
        // Four lengths name the sides by the clock.
        const [, right, , left] = value.split(/\s+(?![^(]*\))/)
        if (/^(?:margin|padding|inset|border-\w+)$/.test(name) && left !== undefined)
          assert.equal(left, right, `${sheet}: ${name}`)
      }
  })
})

/** What the login page loads before it can be used, and from where. */
import assert from 'node:assert/strict'
import { globSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { gzipSync } from 'node:zlib'

const folder = join(import.meta.dirname, '../../../dist/web/login')
const read = (path: string) => readFileSync(join(folder, path), 'utf8')

describe('the build of /login', () => {
  test('loads at most 30 kB of JavaScript first, compressed', () => {
    const html = read('index.html')
    const first = [...html.matchAll(/<(?:script|link)[^>]*(?:src|href)="\/login\/(assets\/[^"]+\.js)"/g)]
    assert.ok(first.length > 0)
    const bytes = first.map(
      ([, path = '']) => gzipSync(readFileSync(join(folder, path)), { level: 9 }).length,
    )
    const sum = bytes.reduce((all, each) => all + each, 0)
    assert.ok(sum <= 30_000, `${sum} bytes`)
  })

  test('has no script, style or attribute that the policy forbids', () => {
    assert.doesNotMatch(read('index.html'), /<script(?![^>]*\ssrc=)|<style|\sstyle=|\son\w+=/i)
  })

  test('has no style that holds for one direction of writing only', () => {
    const root = join(import.meta.dirname, '../../../web')
    const sheets = globSync('{login,controls,shared}/**/*.css', { cwd: root })
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

  test('names no other host', () => {
    for (const name of readdirSync(join(folder, 'assets')).filter((each) => /\.(js|css)$/.test(each)))
      for (const [url] of read(`assets/${name}`).matchAll(/https?:\/\/[\w.-]+/g))
        assert.match(url, /^https?:\/\/(www\.w3\.org|github\.com|gitlab\.com|caniuse\.com)$/, name)
  })
})

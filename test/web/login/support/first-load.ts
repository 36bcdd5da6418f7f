/** What a page loads before it can be used, and from where. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { gzipSync } from 'node:zlib'

export function testsFirstLoad(name: 'login' | 'account'): void {
  const folder = join(import.meta.dirname, '../../../../dist/web', name)
  const read = (path: string) => readFileSync(join(folder, path), 'utf8')

  describe(`the build of /${name}`, () => {
    test('loads at most 30 kB of JavaScript first, compressed', () => {
      const html = read('index.html')
      const pattern = new RegExp(`<(?:script|link)[^>]*(?:src|href)="/${name}/(assets/[^"]+\\.js)"`, 'g')
      const first = [...html.matchAll(pattern)]
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

    test('names no other host', () => {
      for (const file of readdirSync(join(folder, 'assets')).filter((each) => /\.(js|css)$/.test(each)))
        for (const [url] of read(`assets/${file}`).matchAll(/https?:\/\/[\w.-]+/g))
          assert.match(url, /^https?:\/\/(www\.w3\.org|github\.com|gitlab\.com|caniuse\.com)$/, file)
    })
  })
}

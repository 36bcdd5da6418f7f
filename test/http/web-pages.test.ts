/** The pages as files: what goes with them, and what does not leave the folder (spec 6, D2). */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { openHttpApp } from './support/http-app.ts'

const asset = /\/login\/assets\/[\w-]+\.js/

describe('/login', () => {
  test('is a document whose policy lets nothing in that does not come from here as a file', async (t) => {
    const app = await openHttpApp(t)
    const { statusCode, headers, body } = await app.get('/login')
    assert.equal(statusCode, 200)
    assert.match(String(headers['content-type']), /^text\/html/)
    const policy = String(headers['content-security-policy'])
    assert.match(policy, /default-src 'none'; script-src 'self'; .*frame-ancestors 'none'/)
    assert.doesNotMatch(policy, /unsafe|https?:|\*/)
    assert.equal(headers['cache-control'], 'no-store')
    assert.doesNotMatch(body, /<script(?![^>]*\ssrc="\/login\/assets\/)|<style|\son\w+=|style=/i)
  })

  test('loads files whose names change with their content, kept for a year, compressed ahead', async (t) => {
    const app = await openHttpApp(t)
    const [path = ''] = asset.exec((await app.get('/login')).body) ?? []
    const plain = await app.get(path)
    assert.equal(plain.statusCode, 200)
    assert.match(String(plain.headers['content-type']), /javascript/)
    assert.equal(plain.headers['cache-control'], 'public, max-age=31536000, immutable')
    assert.equal(plain.headers['x-content-type-options'], 'nosniff')
    const small = await app.get(path, { 'accept-encoding': 'gzip, br' })
    assert.equal(small.headers['content-encoding'], 'br')
    assert.match(String(small.headers.vary), /accept-encoding/i)
    assert.ok(small.rawPayload.length < plain.rawPayload.length / 2)
  })

  test('lets the browser ask what it shows before its script is there, where the address tells all of it', async (t) => {
    const app = await openHttpApp(t)
    const early = async (query: string) => (await app.get(`/login${query}`)).headers.link
    const preload = (query: string) => `</api/v1/login/page?${query}>; rel=preload; as=fetch; crossorigin`
    assert.equal(await early(''), preload(''))
    assert.equal(
      await early('?redirect_uri=https%3A%2F%2Fshop.example%2F%3Ea,b%0d%0a&state=x&client_id=web'),
      preload('client_id=web&redirect_uri=https%3A%2F%2Fshop.example%2F%3Ea%2Cb%0D%0A'),
    )
    assert.equal(await early('?tenant_id=acme'), undefined)
    assert.equal(await early('?client_id=a&client_id=b'), undefined)
  })

  test('is where the bare address leads to, whatever else it asks for', async (t) => {
    const app = await openHttpApp(t)
    for (const path of ['/', '/?redirect_uri=https://elsewhere.example/']) {
      const { statusCode, headers, body } = await app.get(path)
      assert.deepEqual([statusCode, headers.location, body], [302, '/login', ''])
      assert.equal(headers['cache-control'], 'no-store')
    }
  })

  for (const path of [
    '/login/',
    '/Login',
    '/login/index.html',
    '/login/assets/',
    '/login/assets/x.js',
    '/login/assets/..%2findex.html',
    '/login/assets/../index.html',
    '/login/assets/%2e%2e/%2e%2e/.made-of',
    '/login/assets/..\\..\\.made-of',
  ])
    test(`${path} is not there`, async (t) => {
      const { statusCode, body } = await (await openHttpApp(t)).get(path)
      assert.equal(statusCode, 404)
      assert.equal(JSON.parse(body).error, 'NOT_FOUND')
    })
})

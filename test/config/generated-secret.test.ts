import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { promisify } from 'node:util'
import { generatedSecret } from '../../src/config/generated-secret.ts'

const run = promisify(execFile)

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'data')
}

test('the secret is made once, readable by its owner only', (t) => {
  const folder = folderOf(t)
  const secret = generatedSecret(folder)
  assert.match(secret, /^[A-Za-z0-9]{48}$/)
  assert.equal(generatedSecret(folder), secret)
  assert.equal(statSync(join(folder, 'secret')).mode & 0o777, 0o600)
  assert.deepEqual(readdirSync(folder), ['secret'])
})

test('of processes that start at once all get the same', async (t) => {
  const folder = folderOf(t)
  const module = new URL('../../src/config/generated-secret.ts', import.meta.url).href
  const script = `import { generatedSecret } from ${JSON.stringify(module)}; process.stdout.write(generatedSecret(process.argv[1]))`
  const one = () => run(process.execPath, ['--input-type=module', '-e', script, folder])
  const results = await Promise.all([one(), one(), one(), one()])
  assert.equal(new Set(results.map(({ stdout }) => stdout)).size, 1)
  assert.equal(results[0]?.stdout.length, 48)
})

test('a draft that a killed process left is no secret', (t) => {
  const folder = folderOf(t)
  const secret = generatedSecret(folder)
  writeFileSync(join(folder, 'secret.half'), 'x')
  assert.equal(generatedSecret(folder), secret)
})

test('the folder that is made for it is its owner’s alone; one that was there stays as it is', (t) => {
  const folder = folderOf(t)
  generatedSecret(folder)
  assert.equal(statSync(folder).mode & 0o777, 0o700)
  const open = join(folder, 'open')
  mkdirSync(open, { mode: 0o755 })
  chmodSync(open, 0o755)
  generatedSecret(open)
  assert.equal(statSync(open).mode & 0o777, 0o755)
  assert.equal(statSync(join(open, 'secret')).mode & 0o777, 0o600)
})

test('two folders have two secrets', (t) => {
  assert.notEqual(generatedSecret(folderOf(t)), generatedSecret(folderOf(t)))
})

test('a secret that cannot be read is an error, not a new secret', (t) => {
  const folder = folderOf(t)
  mkdirSync(join(folder, 'secret'), { recursive: true })
  assert.throws(() => generatedSecret(folder), { code: 'EISDIR' })
})

/** The build, on a small project of its own: what it makes must run with the sources gone. */
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { writeTree } from '../support/write-tree.ts'

const project = join(import.meta.dirname, '../..')
const script = join(project, 'scripts/build.ts')

const main = `#!/usr/bin/env node
import { Worker } from 'node:worker_threads'
import { Type } from 'typebox'
import { word } from './words/word.ts'
const worker = new Worker(new URL('./count/count-worker.ts', import.meta.url))
const [count] = await new Promise<number[]>((done) => worker.once('message', (n) => done([n])))
const { late } = await import('./late.ts')
process.stdout.write([word(), count, late(), typeof Type.String].join(' '))
`
const sources = {
  'package.json': '{ "name": "small", "version": "1.2.3", "type": "module" }',
  'tsconfig.build.json': readFileSync(join(project, 'tsconfig.build.json'), 'utf8'),
  'tsconfig.client.build.json': readFileSync(join(project, 'tsconfig.client.build.json'), 'utf8'),
  'tsconfig.json': readFileSync(join(project, 'tsconfig.json'), 'utf8'),
  'src/index.ts': "export { word } from './words/word.ts'\n",
  'src/main.ts': main,
  'src/words/word.ts': `import { readFileSync } from 'node:fs'
const text = (url: URL): string => readFileSync(url, 'utf8').trim()
import { unseen } from './unseen.ts'
export const word = (): string =>
  unseen().slice(9) +
  text(new URL('./word.txt', import.meta.url)) +
  JSON.parse(text(new URL('../../package.json', import.meta.url))).version
`,
  'src/words/word.txt': 'small\n',
  'src/words/unseen.ts': "export const unseen = (): string => 'unseen'\n",
  'src/count/count-worker.ts':
    "import { parentPort } from 'node:worker_threads'\nparentPort?.postMessage(42)\n",
  'src/client/element/latchkey-login.ts': "export const mark = 'element'\n",
  'src/client/index.ts': 'export const path = (): string => location.pathname\n',
  'src/late.ts': "export const late = (): string => 'late'\n",
}

const build = (root: string) =>
  execFileSync(process.execPath, [script, root], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })

describe('scripts/build.ts', () => {
  const root = mkdtempSync(join(tmpdir(), 'latchkey-build-'))
  before(() => {
    writeTree(root, sources)
    symlinkSync(join(project, 'node_modules'), join(root, 'node_modules'))
    build(root)
    for (const gone of ['src', 'node_modules']) rmSync(join(root, gone), { recursive: true })
  })
  after(() => rmSync(root, { recursive: true }))

  test('workers, files, late imports and packages that are not dependencies come along', () => {
    const printed = execFileSync(process.execPath, [join(root, 'dist/main.js')], { encoding: 'utf8' })
    assert.equal(printed, 'small1.2.3 42 late function')
  })

  test('what is imported late stays a file of its own', () => {
    assert.doesNotMatch(readFileSync(join(root, 'dist/main.js'), 'utf8'), /=> ["']late["']/)
  })

  test('the types of the door, and no others', () => {
    assert.ok(existsSync(join(root, 'dist/words/word.d.ts')))
    assert.ok(!existsSync(join(root, 'dist/words/unseen.d.ts')))
    assert.ok(!existsSync(join(root, 'dist/late.d.ts')))
    assert.match(readFileSync(join(root, 'dist/index.d.ts'), 'utf8'), /'\.\/words\/word\.js'/)
  })

  test('the licence of a package goes along with its code', () => {
    const licences = readFileSync(join(root, 'dist/THIRD-PARTY-LICENSES'), 'utf8')
    assert.match(licences, /^typebox \d\S+ \(MIT\)[\s\S]*Permission is hereby granted/)
  })

  test('modules of Node are taken without a look at everything that they export', () => {
    for (const name of readdirSync(join(root, 'dist')).filter((file) => file.endsWith('.js')))
      assert.doesNotMatch(readFileSync(join(root, 'dist', name), 'utf8'), /^import .* from "node:/m, name)
  })

  const refused = (why: string, changed: Readonly<Record<string, string>>, told: RegExp) =>
    test(`refuses ${why}`, () => {
      const other = mkdtempSync(join(tmpdir(), 'latchkey-build-'))
      writeTree(other, { ...sources, ...changed })
      symlinkSync(join(project, 'node_modules'), join(other, 'node_modules'))
      assert.throws(() => build(other), told)
      rmSync(other, { recursive: true })
    })

  refused(
    'import.meta.dirname, which would name another place',
    { 'src/late.ts': 'export const late = (): string => import.meta.dirname\n' },
    /import\.meta\.dirname/,
  )
  refused(
    'public types that name a package which nobody would have installed',
    { 'src/index.ts': "export type { TSchema } from 'typebox'\nexport { word } from './words/word.ts'\n" },
    /index\.d\.ts: the public types name typebox/,
  )
})

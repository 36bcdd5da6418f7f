/** The rules of the house (docs and design say why): first that each is able to find a fault, then that the tree has none. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import * as imports from './support/import-rules.ts'
import { committedFiles, committedPaths, type SourceFile } from './support/source-file.ts'
import * as texts from './support/text-rules.ts'

const root = join(import.meta.dirname, '..')
const files = committedFiles(root)
const paths = committedPaths(root)

type Rule = (files: readonly SourceFile[]) => string[]

/** A tree in memory: paths and texts. */
const tree = (texts: Record<string, string>): SourceFile[] =>
  Object.entries(texts).map(([path, text]) => ({ path, text }))

/** One rule: what it must find, what it must let pass, and that the real tree has no fault. */
function rule(name: string, check: Rule, wrong: Record<string, string>[], right: Record<string, string>) {
  describe(name, () => {
    for (const texts of wrong) {
      test(`finds ${Object.keys(texts).join(', ')}`, () => assert.equal(check(tree(texts)).length, 1))
    }
    test('lets good files pass', () => assert.deepEqual(check(tree(right)), []))
    test('holds in this project', () => assert.deepEqual(check(files), []))
  })
}

test('the rules see the project', () => {
  for (const path of ['package.json', 'src/base/refusal.ts', 'test/house-rules.test.ts']) {
    assert.ok(paths.includes(path), path)
  }
})

rule(
  'every room has a floor',
  imports.roomsWithoutFloor,
  [{ 'src/attic/ghost.ts': '' }, { 'src/extra.ts': '' }],
  {
    'src/base/clock.ts': '',
    'src/main.ts': '',
  },
)

rule(
  'a file imports from its own room and from lower floors',
  imports.importsAgainstFloors,
  [
    { 'src/base/clock.ts': "import { User } from '../users/user.ts'" },
    { 'src/base/log.ts': "import type { User } from '../users/user.ts'" },
    { 'src/users/user.ts': "import type {\n  Corp,\n} from '../corps/corp.ts'" },
    { 'src/users/all.ts': "export * from '../corps/corp.ts'" },
    { 'src/users/late.ts': "const corp = await import('../corps/corp.ts')" },
    { 'src/users/typed.ts': "type Corp = import('../corps/corp.ts').Corp" },
    { 'src/users/effect.ts': "import '../corps/corp.ts'" },
    { 'src/users/work.ts': "new Worker(new URL('../corps/count-worker.ts', import.meta.url))" },
    { 'src/http/embedded-app.ts': "import { openApp } from '../app.ts'" },
    { 'src/http/server.ts': "import { main } from '../main.ts'" },
    { 'src/http/embedded.ts': "import { openApp } from '../index.ts'" },
    { 'src/wire/reply.ts': "import { Refusal } from '../base/refusal.ts'" },
    { 'src/client/login.ts': "import { Refusal } from '../base/refusal.ts'" },
    { 'src/client/sign.ts': "import { Session } from '../sessions/session.ts'" },
    { 'src/app.ts': "import { tree } from '../test/support/tree.ts'" },
  ],
  {
    'src/base/refusal.ts': "import type { Code } from '../wire/refusal-codes.ts'\nimport { x } from './x.ts'",
    'src/cli/start.ts': "import { openApp } from '../app.ts'\nimport manifest from '../../package.json'",
    'src/main.ts': "import { start } from './cli/start.ts'\nimport fastify from 'fastify'",
    'src/client/login.ts': "import type { Login } from '../wire/login.ts'",
    'src/app/own-types.ts': "const door = new URL('../index.ts', import.meta.url)",
    'src/app.ts': "import { stores } from './app/stores.ts'",
    'src/index.ts': "export { openApp } from './app.ts'",
  },
)

rule(
  'login types do not know each other',
  imports.loginTypesThatMeet,
  [
    { 'src/login/phone/phone-type.ts': "import { x } from '../password/password-type.ts'" },
    { 'src/login/password/reset.ts': "import type { Ticket } from '../phone/ticket.ts'" },
  ],
  {
    'src/login/phone/phone-type.ts': "import { x } from '../login-code.ts'\nimport { y } from './tables.ts'",
  },
)

rule(
  'what ships to browsers needs no Node',
  imports.browserRoomsWithNode,
  [{ 'src/wire/reply.ts': "import { hash } from 'node:crypto'" }],
  { 'src/wire/reply.ts': '', 'src/base/digest.ts': "import { hash } from 'node:crypto'" },
)

rule('the door only hands on', imports.doorsThatMake, [{ 'src/index.ts': 'export const version = 1' }], {
  'src/index.ts':
    "/** The door. */\nexport { a } from './a.ts'\nexport type {\n  B,\n  C,\n} from './b.ts'\n",
})

rule(
  'no cycles',
  imports.importCycles,
  [
    { 'src/base/a.ts': "import './b.ts'", 'src/base/b.ts': "import './a.ts'" },
    {
      'src/base/a.ts': "import type { B } from './b.ts'",
      'src/base/b.ts': "import type { C } from './c.ts'",
      'src/base/c.ts': "import type { A } from './a.ts'",
    },
    { 'src/base/self.ts': "import './self.ts'" },
  ],
  {
    'src/base/a.ts': "import './b.ts'\nimport './c.ts'",
    'src/base/b.ts': "import './c.ts'",
    'src/base/c.ts': '',
  },
)

const long = 'line\n'.repeat(251)

rule(
  'at most 250 lines',
  texts.filesTooLong,
  [{ 'src/base/long.ts': long }, { 'web/login/page.tsx': long }],
  {
    'src/base/fits.ts': 'line\n'.repeat(250),
    'test/long.test.ts': long,
  },
)

rule(
  'named exports only',
  texts.defaultExports,
  [{ 'src/base/a.ts': 'export default 1' }, { 'src/base/b.ts': 'const b = 1\nexport { b as default }' }],
  { 'src/base/a.ts': "export const x = 'export default 1'" },
)

rule(
  'names say what a file does',
  texts.badNames,
  [
    { 'src/base/utils.ts': '' },
    { 'src/helpers/text.ts': '' },
    { 'test/support/common.ts': '' },
    { 'web/lib/text.ts': '' },
    { 'src/base/sendCode.ts': '' },
    { 'src/base/send_code.ts': '' },
    { 'src/base/index.ts': '' },
  ],
  {
    'src/index.ts': '',
    'src/base/send-code.ts': '',
    'test/login/send-code.test.ts': '',
    'examples/a/MyType.ts': '',
  },
)

const [biome, expected, ignored] = ['biome-ig', '@ts-expect-', '@ts-ig'].map((word) => `// ${word}`)

rule(
  'a suppression carries its reason',
  texts.suppressionsWithoutReason,
  [
    { 'src/a.ts': `${biome}nore lint/suspicious/noConsole` },
    { 'src/b.ts': `${biome}nore lint/suspicious/noConsole: \nnext` },
    { 'test/c.test.ts': `${expected}error\nnext` },
    { 'src/d.ts': `${ignored}nore it knows` },
  ],
  {
    'src/a.ts': `${biome}nore lint/suspicious/noConsole: the program's own output\nnext`,
    'src/b.ts': `${expected}error the package has no types`,
  },
)

rule(
  'no trace of one machine',
  texts.tracesOfOneMachine,
  [
    { 'README.md': ['see ', 'work', 'main'].join('/') },
    { 'docs/a.md': ['', 'root', '.npm'].join('/') },
    { 'src/base/a.ts': ['..', 'shared', 'spec'].join('/') },
  ],
  {
    'README.md': 'see docs/guide',
    'web/login/page.tsx': `import '${['..', 'shared', 'form.ts'].join('/')}'`,
  },
)

describe('links in the documentation', () => {
  const found = (text: string) =>
    texts.brokenLinks(tree({ 'docs/guide/first.md': text }), ['README.md', 'docs/guide/first.md'])
  test('finds a link to nothing', () => {
    assert.equal(found('[a](../gone.md)').length, 1)
    assert.equal(found('![a](./picture.png "A picture")').length, 1)
    assert.equal(found('[a](<../gone.md#there>)').length, 1)
  })
  test('lets good links pass', () => {
    assert.deepEqual(
      found('[a](../../README.md#top) [b](#here) [c](https://example.com/x) [d](../guide/)'),
      [],
    )
    assert.deepEqual(found('`list[0](x)`\n```ts\nlist[0](x)\n```\n'), [])
  })
  test('holds in this project', () => assert.deepEqual(texts.brokenLinks(files, paths), []))
})

/** What docs/guide says of own Types and of embedding, compared with the code. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { openTestApp } from '../support/open-test-app.ts'
import { refusal } from '../support/refusals.ts'

const root = join(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')

/** The code of a page that holds this text. */
function sampleOf(page: string, text: string): string {
  const samples = [...read(page).matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map((match) => match[1] ?? '')
  return samples.find((sample) => sample.includes(text)) ?? assert.fail(`${page} has no ${text}`)
}

/** The JSON that stands behind a file in the tree of the Greeter. */
function manifestOf(file: string): Record<string, unknown> {
  const behind = read('docs/guide/own-types.md').split(`─ ${file}`)[1]
  return JSON.parse(behind?.split('\n')[0] ?? '')
}

test('the Type of docs/guide/own-types.md loads, answers, refuses and leaves over HTTP what it lists', async (t) => {
  const { app } = await openTestApp(t, {
    elements: {
      'greet.Meta': { manifest: manifestOf('Meta/e.json') },
      'greet.Greeter': {
        manifest: manifestOf('Greeter/\n│  ├─ e.json'),
        files: { 'greeter.ts': sampleOf('docs/guide/own-types.md', 'class Greeter') },
      },
      'greet.me': { manifest: manifestOf('me/\n   ├─ e.json'), config: manifestOf('me.json') },
    },
  })
  const greet = (name: string) => app.callFunction('greet.me', 'greet', { name }, true)
  assert.equal(await greet('Ann'), 'Good morning, Ann')
  await assert.rejects(greet(' '), refusal('NO_NAME'))
  await assert.rejects(greet(' '), { message: 'NO_NAME: Who are you?' })
})

test('docs/guide/embedding.md lists every option of openApp', () => {
  const table = read('docs/guide/embedding.md').split('## Options')[1]?.split('\n## ')[0] ?? ''
  const listed = [...table.matchAll(/^\| `(\w+)` +\|/gm)].map((match) => match[1])
  const declared = [...read('src/app/app-options.ts').matchAll(/^ {2}readonly (\w+)\?:/gm)].map(
    (match) => match[1],
  )
  assert.ok(declared.length > 8)
  assert.deepEqual(listed.toSorted(), declared.toSorted())
})

test('what the guides import from latchkey is there', async () => {
  const door = read('src/index.ts')
  for (const page of ['docs/guide/own-types.md', 'docs/guide/embedding.md', 'README.md'])
    for (const [, names = ''] of read(page).matchAll(/import \{ ([^}]*) \} from 'latchkey'/g))
      for (const name of names.split(', ').map((one) => one.replace('type ', '')))
        assert.match(door, new RegExp(`\\b${name}\\b`), `${page}: ${name}`)
})

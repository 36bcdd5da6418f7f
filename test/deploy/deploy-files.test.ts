/** Dockerfile and systemd unit, compared with the program. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { exitStatus } from '../../src/cli/exit-status.ts'
import { loadSettings } from '../../src/config/load-settings.ts'
import { ownSettingNames } from '../../src/config/settings-schema.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const root = join(import.meta.dirname, '../..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const dockerfile = read('Dockerfile')
const unit = read('deploy/latchkey.service')

const assigned = (text: string): Record<string, string> =>
  Object.fromEntries(
    [...text.matchAll(/\b([A-Z][A-Z_]+)=(\S+)/g)].map(([, name = '', value = '']) => [name, value]),
  )

const placed = {
  Dockerfile: assigned(/^ENV ([\s\S]*?[^\\])$/m.exec(dockerfile)?.[1] ?? ''),
  'the unit': assigned([...unit.matchAll(/^Environment=(.*)$/gm)].map(([, one]) => one).join('\n')),
}

for (const [name, environment] of Object.entries(placed))
  test(`${name} sets what there is, for production, with health apart`, () => {
    assert.deepEqual(
      Object.keys(environment).filter((one) => !ownSettingNames.includes(one)),
      [],
    )
    const settings = loadSettings(environment)
    assert.equal(settings.production, true)
    assert.equal(settings.adminPort, 9090)
    assert.notEqual(settings.app, loadSettings({}).app)
    assert.notEqual(settings.data, loadSettings({}).data)
  })

test('the build is sent all that the Dockerfile needs, and no data or secret', () => {
  const sent = [...read('.dockerignore').matchAll(/^!(.*)$/gm)].map(([, path = '']) => path)
  assert.deepEqual(
    sent.filter((path) => !path.includes('*') && !existsSync(join(root, path))),
    [],
  )
  const { files } = JSON.parse(read('package.json')) as { files: string[] }
  for (const path of [...files.filter((one) => one.endsWith('.md')), 'src', 'web', 'scripts'])
    assert.ok(sent.includes(path), path)
})

test('the image runs what package.json offers, with the Node that it asks for', () => {
  const { bin, engines, scripts } = JSON.parse(read('package.json'))
  const least = /\d+/.exec(engines.node)?.[0]
  assert.deepEqual(
    [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image),
    [`node:${least}-slim`, `node:${least}-slim`],
  )
  const main = `/opt/latchkey/node_modules/latchkey/${bin.latchkey.replace('./', '')}`
  const [flag] = /--max-semi-space-size=\d+/.exec(scripts.start) ?? []
  for (const text of [dockerfile, unit]) {
    assert.ok(text.includes(main))
    assert.ok(flag !== undefined && text.includes(flag))
  }
  assert.match(dockerfile, /^USER 1000:1000$/m)
})

test('the unit tries nothing again that another start does not mend', () => {
  const [, prevented] = /^RestartPreventExitStatus=(.*)$/m.exec(unit) ?? []
  assert.equal(prevented, `${exitStatus.usage} ${exitStatus.configuration}`)
})

const analyze = spawnSync('systemd-analyze', ['--version']).error === undefined
test('systemd understands the unit', {
  skip: !analyze && 'NOT TESTED: systemd-analyze is not there',
}, (t) => {
  const file = join(temporaryFolder(t), 'latchkey.service')
  copyFileSync(join(root, 'deploy/latchkey.service'), file)
  const { stderr } = spawnSync('systemd-analyze', ['verify', file], { encoding: 'utf8' })
  // Where Node lies elsewhere than on the server, it says no more than that.
  assert.deepEqual(
    stderr
      .split('\n')
      .filter((line) => line.includes('latchkey.service:') && !line.includes('not executable')),
    [],
  )
})

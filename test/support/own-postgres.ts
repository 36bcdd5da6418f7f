/** A PostgreSQL cluster that a test makes for itself, from the programs that Debian installs, and may kill. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, chownSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { freePort } from './redis-server.ts'

export type OwnPostgres = {
  /** Of an empty database. */
  readonly url: string
  /** Also again after `kill`; resolves when it answers. */
  start(): Promise<void>
  /** The server and every process of it, at once. */
  kill(): Promise<void>
}

const programs = globSync('/usr/lib/postgresql/*/bin').toSorted().at(-1)

/** Where a cluster cannot be made the suites are skipped, and a test says so; on a build server that is a failure. */
export async function withPostgresProgram(
  suites: number,
  declare: () => Promise<void> | void,
): Promise<void> {
  const trouble = troubleWithProgram()
  if (trouble === undefined) await declare()
  else
    test(`${trouble}: ${suites} ${suites === 1 ? 'suite' : 'suites'} skipped`, (t) => {
      if (process.env.CI !== undefined) throw new Error(trouble)
      t.skip('install PostgreSQL, and have a user postgres where the tests run as root')
    })
}

function troubleWithProgram(): string | undefined {
  if (programs === undefined || !existsSync(join(programs, 'initdb')))
    return 'no program of PostgreSQL is here'
  if (process.getuid?.() === 0 && ownerIds() === undefined) return 'PostgreSQL runs as nobody here'
  return undefined
}

/** PostgreSQL refuses root. */
function ownerIds(): { readonly uid: number; readonly gid: number } | undefined {
  const line = readFileSync('/etc/passwd', 'utf8').match(/^postgres:[^:]*:(\d+):(\d+):/m)
  return line === null ? undefined : { uid: Number(line[1]), gid: Number(line[2]) }
}

/** Not started yet. Killed and removed after the tests of the file. */
export async function ownPostgres(): Promise<OwnPostgres> {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-postgres-'))
  const as = process.getuid?.() === 0 ? ownerIds() : undefined
  if (as !== undefined) chownSync(folder, as.uid, as.gid)
  chmodSync(folder, 0o700)
  const data = join(folder, 'data')
  const options = { ...as, cwd: folder, stdio: 'ignore' } as const
  const bin = (name: string) => join(programs ?? '', name)
  const init = ['-D', data, '-U', 'postgres', '--auth=trust', '-E', 'UTF8', '--locale=C.UTF-8', '--no-sync']
  execFileSync(bin('initdb'), init, options)
  const port = await freePort()
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`
  let child: ChildProcess | undefined
  const kill = async () => {
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
    const gone = once(child, 'exit')
    const backends = readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8').split(' ')
    child.kill('SIGKILL')
    for (const backend of backends) if (backend.trim() !== '') killIfThere(Number(backend))
    await gone
  }
  after(async () => {
    await kill()
    rmSync(folder, { recursive: true, force: true })
  })
  const places = ['-D', data, '-p', `${port}`, '-h', '127.0.0.1', '-k', folder]
  return {
    url,
    kill,
    async start() {
      for (let tries = 0; tries < 200; tries += 1) {
        // What is left of a killed one may be in the way for a moment.
        if (child === undefined || child.exitCode !== null || child.signalCode !== null)
          child = spawn(bin('postgres'), places, options)
        if (await answers(url)) return
        await pause(50)
      }
      throw new Error('the PostgreSQL of this test does not start')
    },
  }
}

/** It may end by itself when its server does. */
function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('select 1')
    await client.end()
    return true
  } catch {
    return false
  }
}

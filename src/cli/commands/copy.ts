/** `latchkey copy`: moves an embedded installation to PostgreSQL. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { type CopiedInstallation, copyInstallation } from '../../app/copy-installation.ts'
import { rootSecrets } from '../../app/root-secrets.ts'
import { asStoreFault, databasePlaceOf, openDatabase, openEphemeral, StoreFault } from '../../app/stores.ts'
import { systemClock } from '../../base/clock.ts'
import { loadSettings, type Settings } from '../../config/load-settings.ts'
import { CopyFault } from '../../storage/copy/copy-fault.ts'
import type { CopyStep } from '../../storage/copy/copy-tables.ts'
import { CommandFault } from '../command-fault.ts'
import { exitStatus } from '../exit-status.ts'
import { note, printTable } from '../output.ts'
import { createProgress } from '../progress.ts'
import { stopSignal } from '../stop-signal.ts'

export async function copy({ from, to }: { readonly from: string; readonly to: string }): Promise<void> {
  const file = fileOf(from)
  const settings = targetOf(to)
  const secrets = settings.secrets ?? generatedSecretOf(file)
  const { tables, facts } = await copyTo(settings, file, secrets)
  printTable([
    ['table', 'rows', 'SHA-256'],
    ...tables.map(({ table, rows, digest }) => [table, String(rows), digest]),
  ])
  note(`every table has arrived as it was read; ${countsOf(facts)}`)
  note(
    `start with DATABASE_URL=${databasePlaceOf(settings)} and the same secret, and do not start ${file} again`,
  )
  if (settings.secrets === undefined)
    note(`the secret is the one in ${join(dirname(file), 'secret')}: set LATCHKEY_SECRET to what it holds`)
}

async function copyTo(
  settings: Settings,
  file: string,
  secrets: readonly string[],
): Promise<CopiedInstallation> {
  const place = databasePlaceOf(settings)
  const database = openDatabase(settings)
  const progress = await createProgress()
  const stopped = stopSignal()
  try {
    const ephemeral = await openEphemeral(settings, systemClock)
    const target = { database, ephemeral }
    const onStep = (step: CopyStep) => {
      if (stopped.aborted)
        throw new CommandFault('stopped: the same command goes on here', exitStatus.stopped)
      progress.update(
        passed(step),
        works.length * step.total,
        `${step.work} ${step.done} of ${step.total} rows`,
      )
    }
    try {
      return await copyInstallation({ file, secrets, target, clock: systemClock, onStep })
    } finally {
      await ephemeral.close()
    }
  } catch (error) {
    throw explained(error, place)
  } finally {
    progress.stop()
    await database.close()
  }
}

const works: readonly CopyStep['work'][] = ['read', 'copied', 'compared']

function passed({ work, done, total }: CopyStep): number {
  return works.indexOf(work) * total + done
}

function explained(error: unknown, place: string): unknown {
  if (error instanceof CopyFault)
    return new CommandFault(error.message, error.kind === 'damaged' ? exitStatus.data : exitStatus.no)
  if (error instanceof StoreFault && error.resultCode === 5)
    return new CommandFault(
      `${error.place}: is in use by another process: stop the server that has it open`,
      exitStatus.temporary,
    )
  return asStoreFault(place, error)
}

function countsOf({ moved, left }: CopiedInstallation['facts']): string {
  return `of what expires ${moved} counts and tokens moved, ${left} codes and tickets are dead`
}

function fileOf(from: string): string {
  const [, path] = /^sqlite:(.+)$/.exec(from) ?? []
  if (path === undefined) throw new CommandFault('--from: has to be sqlite:FILE')
  const file = resolve(path)
  if (!existsSync(file)) throw new CommandFault(`${file}: is not there`, exitStatus.noInput)
  return file
}

/** The settings of the servers to come. */
function targetOf(to: string): Settings {
  if (!/^postgres(?:ql)?:\/\//.test(to)) throw new CommandFault('--to: has to be postgres://…')
  return loadSettings(process.env, { DATABASE_URL: to })
}

/** That of the embedded installation, which is read and not made. */
function generatedSecretOf(file: string): readonly string[] {
  const secret = join(dirname(file), 'secret')
  return existsSync(secret)
    ? [readFileSync(secret, 'utf8').trim()]
    : rootSecrets(undefined, { data: dirname(file), databaseUrl: 'postgres://' })
}

/** What a returning login and a session check cost where there are more and more users. */
import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { migrations } from '../../src/app/stores.ts'
import { openPostgresDatabase } from '../../src/storage/drivers/postgres-driver.ts'
import { openSqliteDatabase } from '../../src/storage/drivers/sqlite-driver.ts'
import { migrate } from '../../src/storage/migrate.ts'
import { resendSeconds } from '../app-folder.ts'
import { openBenchStores } from '../bench-stores.ts'
import { runLoad } from '../load.ts'
import { measurePhase, type Phase, type Plan } from '../measure-phase.ts'
import { send } from '../operations/send.ts'
import { session } from '../operations/session.ts'
import { verifyKnown, verifyNew } from '../operations/verify.ts'
import type { BenchOptions, StoreName } from '../options.ts'
import { createPeople } from '../people.ts'
import { residentMegabytes } from '../process-usage.ts'
import type { ServerProcess } from '../server-process.ts'
import { withServers } from '../with-servers.ts'
import { fillPostgres, postgresBytes } from './fill-postgres.ts'
import { fillSqlite, sqliteBytes } from './fill-sqlite.ts'
import { grownPhone } from './grown-rows.ts'

export type GrowthPoint = {
  readonly store: StoreName
  readonly users: number
  readonly fillSeconds: number
  readonly verifyKnown: Phase
  readonly session: Phase
  readonly memory: number
  /** By table, indexes included, before the logins of the measurement. */
  readonly bytes: Readonly<Record<string, number>>
}

/** The smallest size has to have as many people. */
const mostPeople = 5000

export async function measureGrowth(
  options: BenchOptions,
  temporary: string,
  tell: (line: string) => void,
): Promise<GrowthPoint[]> {
  const points: GrowthPoint[] = []
  for (const store of options.stores)
    for (const users of options.sizes) {
      const point = await measureSize(options, store, users, temporary, tell)
      const [verify, check] = [point.verifyKnown.timesControl, point.session.timesControl]
      tell(`${store}, ${users} users: verify, known ${verify.toFixed(1)} ×, session ${check.toFixed(1)} ×`)
      points.push(point)
    }
  return points
}

async function measureSize(
  options: BenchOptions,
  store: StoreName,
  users: number,
  temporary: string,
  tell: (line: string) => void,
): Promise<GrowthPoint> {
  const dataName = `${store}-${users}`
  const folder = join(temporary, dataName)
  const stores = await openBenchStores(store, options.postgres)
  try {
    tell(`${store}: making ${users} users`)
    const startedAt = performance.now()
    const bytes = await fill(stores.databaseUrl, folder, users)
    const fillSeconds = (performance.now() - startedAt) / 1000
    tell(`${store}: logins among ${users} users, who were made in ${Math.round(fillSeconds)} s`)
    const place = { entry: options.entry, temporary, dataName }
    const figures = await withServers(place, stores, (server, control) =>
      measureReturning(server, control, options, users),
    )
    return { store, users, fillSeconds, bytes, ...figures }
  } finally {
    await stores.drop()
    rmSync(folder, { recursive: true, force: true })
  }
}

async function fill(url: string | undefined, folder: string, users: number): Promise<Record<string, number>> {
  mkdirSync(folder)
  const file = join(folder, 'latchkey.sqlite')
  const database = url === undefined ? openSqliteDatabase(file) : openPostgresDatabase(url)
  await migrate(database, migrations)
  await database.close()
  if (url === undefined) fillSqlite(file, users, Date.now())
  else await fillPostgres(url, users, Date.now())
  return url === undefined ? sqliteBytes(file) : postgresBytes(url)
}

/** The first login of each of them makes the device known; the second is measured. */
async function measureReturning(
  server: ServerProcess,
  control: ServerProcess,
  { connections }: BenchOptions,
  users: number,
): Promise<Pick<GrowthPoint, 'verifyKnown' | 'session' | 'memory'>> {
  const count = Math.min(mostPeople, users)
  const people = createPeople(count, (index) => grownPhone(1 + index * Math.floor(users / count)))
  const warmUp = Math.ceil(count / 5)
  const plan: Plan = { connections, warmUp, amount: count - warmUp }
  const everybody = { port: server.port, connections, from: 0, amount: count }
  await runLoad({ ...everybody, ...send(people) })
  const first = verifyNew(people)
  await first.prepare?.(server)
  await runLoad({ ...everybody, ...first })
  return {
    verifyKnown: await measurePhase(server, control, verifyKnown(people, resendSeconds), plan),
    session: await measurePhase(server, control, session(people), plan),
    memory: residentMegabytes(server.pid),
  }
}

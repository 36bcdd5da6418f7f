/** The workers of one machine: as many as there should be, replaced when they die, all renewed one after the other. */
import type { Log } from '../../base/log.ts'
import { restartDelayMs, settledMs } from './restart-delay.ts'
import { type StartedWorker, startWorker, type WorkerEnd } from './started-worker.ts'
import type { WorkerReady } from './worker-message.ts'

export type WorkerGroup = {
  /**
   * Starts the first worker alone, so that what stops a start is told once, and then the others. Answers with what
   * the first has to tell, or how it ended.
   */
  start(): Promise<WorkerReady | WorkerEnd>
  /** A new worker serves before an old one is stopped, place by place. A call meanwhile asks for one more round. */
  renew(): Promise<void>
  /** Nothing is started any more. Resolves with how the workers ended when all are gone. */
  stop(): Promise<readonly WorkerEnd[]>
}

/** A place for a worker; empty while it waits for its next. */
type Place = { worker: StartedWorker | undefined; deaths: number }

export function createWorkerGroup(count: number, log: Log): WorkerGroup {
  const places: readonly Place[] = Array.from({ length: count }, () => ({ worker: undefined, deaths: 0 }))
  const living = new Set<StartedWorker>()
  let stopping = false
  let renewing: Promise<void> | undefined
  let roundsAsked = 0

  function begin(): StartedWorker {
    const worker = startWorker()
    living.add(worker)
    void worker.ended.then(() => living.delete(worker))
    void worker.ready.then((ready) => {
      if (ready !== undefined) log.info({ pid: worker.pid }, 'a worker serves')
    })
    return worker
  }

  /** The worker is the one of this place from now on: when it dies there, another comes. */
  function settle(place: Place, worker: StartedWorker): void {
    place.worker = worker
    void worker.ended.then((end) => {
      if (place.worker === worker && !stopping) replace(place, worker, end)
    })
  }

  function replace(place: Place, { pid, startedAt }: StartedWorker, end: WorkerEnd): void {
    place.worker = undefined
    place.deaths = performance.now() - startedAt < settledMs ? place.deaths + 1 : 1
    const delayMs = restartDelayMs(place.deaths)
    log.error({ pid, ...end, delayMs }, 'a worker died; another takes its place')
    setTimeout(() => {
      if (place.worker === undefined && !stopping) settle(place, begin())
    }, delayMs)
  }

  async function renewPlace(place: Place): Promise<WorkerReady | undefined> {
    const next = begin()
    const ready = await next.ready
    if (ready === undefined || stopping) return undefined
    const old = place.worker
    place.deaths = 0
    settle(place, next)
    await old?.stop()
    return ready
  }

  async function renewAll(): Promise<void> {
    for (const [index, place] of places.entries()) {
      const ready = await renewPlace(place)
      if (stopping) return
      if (ready === undefined) {
        log.error({}, 'the new worker does not start: the old ones go on')
        return
      }
      if (index === 0) for (const warning of ready.warnings) log.warn(warning)
    }
    log.info({ workers: count }, 'all workers are new')
  }

  async function renewAsOftenAsAsked(): Promise<void> {
    while (roundsAsked > 0 && !stopping) {
      roundsAsked = 0
      await renewAll()
    }
    renewing = undefined
  }

  return {
    async start() {
      const [first, ...others] = places
      if (first === undefined) throw new RangeError('a group needs a worker')
      const worker = begin()
      const ready = await worker.ready
      if (ready === undefined) return worker.ended
      settle(first, worker)
      if (!stopping) for (const place of others) settle(place, begin())
      await Promise.all(others.map(({ worker }) => worker?.ready))
      return ready
    },
    renew() {
      roundsAsked += 1
      renewing ??= renewAsOftenAsAsked()
      return renewing
    },
    async stop() {
      stopping = true
      return Promise.all([...living].map((worker) => worker.stop()))
    },
  }
}

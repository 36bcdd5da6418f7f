/** Bounded password hashing: as many at once as there are cores, and a plain "busy" instead of a long wait. */
import { availableParallelism } from 'node:os'
import { type Clock, systemClock } from '../../base/clock.ts'
import { refuse } from '../../base/refusal.ts'

export type HashQueueParts = {
  readonly clock?: Clock
  /** How many hashes run at once, one a core by default. */
  readonly concurrency?: number
  /** How long a new one may have to wait before it is refused instead. */
  readonly mostWaitMs?: number
  /** Taken for the duration of one hash until enough have been seen. */
  readonly firstGuessMs?: number
}

/** What metrics show of the queue. */
export type HashQueueDepth = {
  readonly running: number
  readonly waiting: number
  readonly inBackground: number
  /** The moving average of one hash. */
  readonly averageMs: number
}

export type HashQueue = {
  /** Runs work that leaves the event loop. Refuses with `BUSY` at once when a second of work is waiting already. */
  run<Result>(work: () => Promise<Result>): Promise<Result>
  /** For bulk work: one at a time, only while nobody waits for a login, never refused. */
  runInBackground<Result>(work: () => Promise<Result>): Promise<Result>
  depth(): HashQueueDepth
}

type Job = () => Promise<void>

/** The newest duration counts a sixteenth: steady under noise, and new hardware is learnt within 50 hashes. */
const weightOfNewest = 1 / 16

export function createHashQueue(parts: HashQueueParts = {}): HashQueue {
  const { clock = systemClock, concurrency = availableParallelism(), mostWaitMs = 1000 } = parts
  const waiting = new Set<Job>()
  const background = new Set<Job>()
  let averageMs = parts.firstGuessMs ?? 30
  let running = 0
  let isBackgroundRunning = false

  function startWhatFits(): void {
    while (running < concurrency && waiting.size > 0) void start(takeFirst(waiting))
    if (running >= concurrency || isBackgroundRunning || background.size === 0) return
    isBackgroundRunning = true
    void start(takeFirst(background)).then(() => {
      isBackgroundRunning = false
      startWhatFits()
    })
  }

  async function start(job: Job): Promise<void> {
    running += 1
    const startedAt = clock.now()
    await job()
    averageMs += (Math.max(0, clock.now() - startedAt) - averageMs) * weightOfNewest
    running -= 1
    startWhatFits()
  }

  function enqueue<Result>(queue: Set<Job>, work: () => Promise<Result>): Promise<Result> {
    return new Promise((resolve, reject) => {
      queue.add(async () => {
        try {
          resolve(await work())
        } catch (error) {
          reject(error)
        }
      })
      startWhatFits()
    })
  }

  return {
    async run(work) {
      const waitMs = (waiting.size * averageMs) / concurrency
      if (running >= concurrency && waitMs >= mostWaitMs) throw refuse('BUSY', { seconds: 1 })
      return await enqueue(waiting, work)
    },
    runInBackground: (work) => enqueue(background, work),
    depth: () => ({ running, waiting: waiting.size, inBackground: background.size, averageMs }),
  }
}

/** A Set keeps the order of arrival and gives its first away without moving the others. */
function takeFirst(jobs: Set<Job>): Job {
  for (const job of jobs) {
    jobs.delete(job)
    return job
  }
  throw new Error('no job is waiting')
}

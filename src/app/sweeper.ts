/** Removes in the background what has expired: bounded batches, by index, so no request waits for it. */
import type { Rooms } from './rooms.ts'

const everyMs = 5_000
const batch = 500
const dayMs = 86_400_000

/** Answers with how to stop it; that resolves when nothing of it runs any more. */
export function startSweeper(rooms: Rooms, auditDays: number): () => Promise<void> {
  let stopped = false
  let running = Promise.resolve()
  const timer = setInterval(() => {
    running = running.then(() => sweep(rooms, auditDays, () => stopped))
  }, everyMs).unref()
  return () => {
    stopped = true
    clearInterval(timer)
    return running
  }
}

async function sweep(rooms: Rooms, auditDays: number, isStopped: () => boolean): Promise<void> {
  const { ephemeral, sessions, audit, clock, log } = rooms
  if (isStopped()) return
  try {
    await sessions.prune(batch)
    await audit.prune(clock.now() - auditDays * dayMs, batch)
    let removed = batch
    while (removed >= batch && !isStopped()) removed = await ephemeral.sweep()
  } catch (error) {
    log.error({ err: error }, 'what has expired could not be removed')
  }
}

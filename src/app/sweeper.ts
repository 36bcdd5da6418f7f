/** Removes in the background what has expired: bounded batches, by index, so no request waits for it. */
import type { Rooms } from './rooms.ts'

const everyMs = 5_000
const batch = 500

/** Answers with how to stop it. */
export function startSweeper({ ephemeral, sessions, log }: Rooms): () => void {
  const timer = setInterval(() => {
    Promise.all([ephemeral.sweep(), sessions.prune(batch)]).catch((error: unknown) =>
      log.error({ error }, 'expired facts could not be removed'),
    )
  }, everyMs).unref()
  return () => clearInterval(timer)
}

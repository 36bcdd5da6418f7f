/** Lets long work end in order: at the first SIGINT or SIGTERM it is asked to stop, at the second it is gone. */
export function stopSignal(): AbortSignal {
  const controller = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => controller.abort())
  return controller.signal
}

/** The property of `no-server-error.test.ts` with very many runs. */
process.env.FUZZ_RUNS ??= '50000'
await import('./no-server-error.test.ts')

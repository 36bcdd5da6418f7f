/** The properties of `no-server-error.test.ts` with very many runs. */
process.env.FUZZ_RUNS ??= '200000'
await import('./no-server-error.test.ts')

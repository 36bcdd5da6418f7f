#!/usr/bin/env node
/** The process: checks the version of Node first, then hands over to the command line. */
import { fileURLToPath } from 'node:url'

const least = 24
const major = Number(process.versions.node.split('.')[0])

if (major < least) {
  process.stderr.write(
    `latchkey needs Node ${least} or newer, this is ${process.version}. In this repository run it through npm: npm start\n`,
  )
  process.exit(1)
}

// What V8 makes of the published code is kept beside it: whoever may write there may change the code as well.
if (import.meta.url.endsWith('.js')) {
  const { enableCompileCache } = await import('node:module')
  enableCompileCache(fileURLToPath(new URL('compiled', import.meta.url)))
}

const { runCommandLine } = await import('./cli/command-line.ts')
await runCommandLine(process.argv)

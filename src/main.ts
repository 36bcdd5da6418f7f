#!/usr/bin/env node
/** The process: checks the version of Node first, then hands over to the command line. */
import { nodeFault } from './base/node-version.ts'

const isPublished = import.meta.url.endsWith('.js')
const fault = nodeFault(process.versions.node)
if (fault !== undefined) {
  const remedy = isPublished
    ? 'Install it, or put it beside the package: npm install node@24'
    : 'In this repository run it through npm: npm start'
  process.stderr.write(`${fault} ${remedy}\n`)
  process.exit(1)
}

// What V8 makes of the published code is kept beside it: whoever may write there may change the code as well.
if (isPublished) {
  const { enableCompileCache } = await import('node:module')
  const { fileURLToPath } = await import('node:url')
  enableCompileCache(fileURLToPath(new URL('compiled', import.meta.url)))
}

const { runCommandLine } = await import('./cli/command-line.ts')
await runCommandLine(process.argv)

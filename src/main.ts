#!/usr/bin/env node
/** The process: checks the version of Node first, then hands over to the command line. */
const least = 24
const major = Number(process.versions.node.split('.')[0])

if (major < least) {
  process.stderr.write(
    `latchkey needs Node ${least} or newer, this is ${process.version}. In this repository run it through npm: npm start\n`,
  )
  process.exit(1)
}

const { runCommandLine } = await import('./cli/command-line.ts')
await runCommandLine(process.argv)

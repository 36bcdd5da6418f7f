/** How far long work has come: a bar on a terminal, now and then a line elsewhere. */
import { note } from './output.ts'

export type Progress = {
  /** `done` of `total`; `text` says what was done so far. */
  update(done: number, total: number, text: string): void
  /** Lines to standard error that do not disturb the bar. */
  say(line: string): void
  stop(): void
}

export async function createProgress(): Promise<Progress> {
  return process.stderr.isTTY ? createBar() : createLines()
}

async function createBar(): Promise<Progress> {
  const { SingleBar, Presets } = (await import('cli-progress')).default
  const format = '{bar} {percentage}% {text}'
  const bar = new SingleBar(
    { format, stream: process.stderr, hideCursor: true, gracefulExit: false },
    Presets.shades_classic,
  )
  let begun = false
  return {
    update(done, total, text) {
      if (begun) bar.setTotal(total)
      else bar.start(total, done, { text })
      begun = true
      bar.update(done, { text })
    },
    say(line) {
      process.stderr.write(`\r\u001b[K${line}\n`)
    },
    stop: () => bar.stop(),
  }
}

/** A line for each tenth. */
function createLines(): Progress {
  let told = 0
  return {
    update(done, total, text) {
      const tenths = Math.floor((10 * done) / Math.max(total, 1))
      if (tenths <= told) return
      told = tenths
      note(text)
    },
    say: note,
    stop: () => {},
  }
}

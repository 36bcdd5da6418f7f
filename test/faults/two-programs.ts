/** Two programs on one data folder, and a client that asks now the one and now the other. */
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { type Asker, createAsker } from '../support/ask.ts'
import { type StartedProgram, startProgram } from '../support/running-program.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { type FaultAppOptions, writeFaultApp } from './fault-app.ts'

export type TwoPrograms = {
  readonly programs: readonly [StartedProgram, StartedProgram]
  readonly urls: readonly [string, string]
  readonly askers: readonly [Asker, Asker]
  /** Asks them in turn. */
  readonly both: Asker
  readonly app: string
  readonly data: string
}

/** Starts both at once on an empty data folder. */
export async function startTwo(t: TestContext, options: FaultAppOptions = {}): Promise<TwoPrograms> {
  const folder = temporaryFolder(t)
  const place = { app: writeFaultApp(folder, options), data: join(folder, 'data') }
  const programs = [startProgram(t, place), startProgram(t, place)] as const
  const urls = [await programs[0].ready(), await programs[1].ready()] as const
  const askers = [createAsker(urls[0]), createAsker(urls[1])] as const
  const both = inTurn(askers)
  t.after(() => both.close())
  return { programs, urls, askers, both, ...place }
}

function inTurn([first, second]: readonly [Asker, Asker]): Asker {
  let asked = 0
  return {
    ask(question) {
      asked += 1
      return (asked % 2 === 0 ? first : second).ask(question)
    },
    close() {
      first.close()
      second.close()
    },
  }
}

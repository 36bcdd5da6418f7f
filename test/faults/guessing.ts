/** Guessing a code across a crash: what was counted stays counted, so a code never takes more than its five guesses. */
import type { Asker } from '../support/ask.ts'
import { accepted, askElement, readCode, refusalOf, sendMessage, WrongAnswer } from './call-latchkey.ts'
import { quickLogin } from './fault-app.ts'
import { count, type Ledger, newNumber } from './ledger.ts'

const maxAttempts = 5

/** Sends a code and guesses wrong `times` times. */
export async function guessWrong(asker: Asker, ledger: Ledger, times: number): Promise<void> {
  const phone = newNumber(ledger)
  accepted(await sendMessage(asker, phone))
  const guessed = { phone, wrong: wrongFor(await readCode(asker, phone)), answered: 0, asked: 0 }
  ledger.guessed.push(guessed)
  for (let i = 0; i < times; i += 1) {
    guessed.asked += 1
    const code = refusalOf(await guess(asker, guessed))
    if (code !== 'CODE_ERROR') throw new WrongAnswer(`a wrong guess of a living code answers ${code}`)
    guessed.answered += 1
  }
  count(ledger, 'wrong guesses')
}

/** Guesses on until the code is burned. One sentence per fault. */
export async function checkGuessed(asker: Asker, { guessed }: Ledger): Promise<string[]> {
  const faults: string[] = []
  for (const one of guessed.splice(0)) {
    let more = 0
    while (more <= maxAttempts && refusalOf(await guess(asker, one)) === 'CODE_ERROR') more += 1
    if (one.answered + more > maxAttempts || one.asked + more < maxAttempts)
      faults.push(`${one.phone}: ${one.answered} of ${one.asked} guesses before, ${more} after`)
  }
  return faults
}

function guess(asker: Asker, { phone, wrong }: { readonly phone: string; readonly wrong: string }) {
  return askElement(asker, quickLogin, 'getLoginCode', { phone, code: wrong })
}

function wrongFor(code: string): string {
  return code.replace(/^./, (digit) => String((Number(digit) + 1) % 10))
}

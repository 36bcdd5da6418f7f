/** Guessing a code across a crash: what was counted stays counted, so a code never takes more than its five guesses. */
import type { Asker } from '../support/ask.ts'
import { accepted, proveNumber, readCode, refusalOf, sendMessage, WrongAnswer } from './call-latchkey.ts'
import { count, type Guessed, type Ledger, newNumber } from './ledger.ts'

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
export async function checkGuessed(asker: Asker, guessed: Guessed): Promise<string[]> {
  const { phone, asked, answered } = guessed
  let more = -1
  let refusal: string
  do {
    more += 1
    refusal = refusalOf(await guess(asker, guessed))
  } while (more < maxAttempts && refusal === 'CODE_ERROR')
  const faults: string[] = []
  if (refusal !== 'CODE_EXPIRED') faults.push(`${phone}: a burned code answers ${refusal}`)
  if (answered + more > maxAttempts || asked + more < maxAttempts)
    faults.push(`${phone}: ${answered} of ${asked} guesses before, ${more} after`)
  return faults
}

function guess(asker: Asker, { phone, wrong }: { readonly phone: string; readonly wrong: string }) {
  return proveNumber(asker, 'getLoginCode', { phone, code: wrong })
}

function wrongFor(code: string): string {
  return code.replace(/^./, (digit) => String((Number(digit) + 1) % 10))
}

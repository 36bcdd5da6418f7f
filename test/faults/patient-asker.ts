/** A client while a store is away: it is told so in time, and knows no more than where a connection was lost. */
import assert from 'node:assert/strict'
import { type Answer, type Asker, ConnectionLost } from '../support/ask.ts'

/** Rule of every answer during a fault. */
const answeredWithinMs = 2_000

/** `losesInbox`: the store that may go is the one that the inbox lies in, which is the SMS service here. */
export function patientAsker(
  asker: Asker,
  { losesInbox, onAway }: { readonly losesInbox: boolean; onAway(): void },
): Asker {
  return {
    close: () => asker.close(),
    async ask(question) {
      const since = performance.now()
      const answer = await asker.ask(question)
      if (losesInbox && isUnsent(answer)) throw new ConnectionLost(question.path, { cause: answer.text })
      if (!isAway(answer)) return answer
      assertAway(answer, performance.now() - since)
      onAway()
      throw new ConnectionLost(question.path, { cause: answer.text })
    },
  }
}

export function assertAway(answer: Answer, tookMs: number): void {
  assert.ok(isAway(answer), `${answer.status} ${answer.text}`)
  assert.ok(tookMs < answeredWithinMs, `${tookMs} ms: ${answer.text}`)
  assert.doesNotMatch(answer.text, /postgres|redis|answer within|at .*\.ts/i)
}

/** The inbox took the message or not: nobody knows. */
function isUnsent({ json }: Answer): boolean {
  return String(json.errmsg).startsWith('SMS_SEND_FAILED') || json.error_code === 'IDAAS.SDK.CAPTCHA.0006'
}

export function isAway({ status, json }: Answer): boolean {
  return status === 503 || (status === 500 && json.error_code === 'IDAAS.SDK.COM.0002')
}

/**
 * Takes what vendors tell of messages (spec 4, rule 7): only at the address of the element, only of its messages, and
 * states only move forward, so a replay changes nothing. A vendor may be faster than our own record of his answer: what
 * is not known yet is tried again for a few seconds.
 */
import type { RegisteredElement } from '../elements/registry.ts'
import type { KnownMessage, MessageReceipt, MessageRecords } from './message-records.ts'
import type { ReceiptAddresses } from './receipt-addresses.ts'
import type { ReadReceipts, ReceiptRequest } from './receipt-reader.ts'
import type { SmsService } from './sms-service.ts'

export type PushedReceipts = Pick<ReceiptRequest, 'headers' | 'body'> & {
  /** fullName of the service, and the secret, as the path has them. */
  readonly element: string
  readonly secret: string
}

export interface Receipts {
  /** Answers with what the vendor wants to hear; with nothing where the address or the request is not his. */
  take(pushed: PushedReceipts): Promise<Pick<ReadReceipts, 'answer'> | undefined>
  /** Tries now what came before its message was known. */
  flush(): Promise<void>
  /** As `flush`, for the last time. */
  stop(): Promise<void>
}

export type ReceiptDependencies = {
  readonly messages: Pick<MessageRecords, 'advanceMessage'>
  readonly addresses: Pick<ReceiptAddresses, 'check'>
  readonly find: (fullName: string) => RegisteredElement | undefined
  /** Told once of each message that has come to its end. `element`: the service that took it. */
  readonly onEnd: (message: KnownMessage, element: string, end: 'delivered' | 'undelivered') => void
  /** Told when early receipts could not be written. */
  readonly onLoss: (error: unknown, receipts: number) => void
}

/** A receipt of a message that is not known, and how often it has been tried. */
type Early = { readonly receipt: MessageReceipt; readonly tries: number }

/** A vendor's call takes 5 seconds at most, and its record a tenth of one. */
const waitsMs = [300, 1_000, 6_000] as const
const mostEarly = 2_000

export function createReceipts(dependencies: ReceiptDependencies): Receipts {
  const { messages, addresses, find, onEnd, onLoss } = dependencies
  const early = new Map<NodeJS.Timeout, Early>()

  async function advance(receipt: MessageReceipt): Promise<boolean> {
    const advanced = await messages.advanceMessage(receipt)
    const { state, element } = receipt
    const isEnd = state === 'delivered' || state === 'undelivered'
    if (advanced.outcome === 'moved' && isEnd) onEnd(advanced.message, element, state)
    return advanced.outcome !== 'unknown'
  }

  function wait({ receipt, tries }: Early): void {
    const ms = waitsMs[tries]
    if (ms === undefined || early.size >= mostEarly) return
    const timer = setTimeout(() => {
      early.delete(timer)
      void tryAgain({ receipt, tries: tries + 1 })
    }, ms).unref()
    early.set(timer, { receipt, tries })
  }

  async function tryAgain(one: Early): Promise<void> {
    try {
      if (!(await advance(one.receipt))) wait(one)
    } catch (error) {
      onLoss(error, 1)
    }
  }

  function takeEarly(): Early[] {
    const taken = [...early.values()]
    for (const timer of early.keys()) clearTimeout(timer)
    early.clear()
    return taken
  }

  function read(pushed: PushedReceipts): ReadReceipts | undefined {
    const url = addresses.check(pushed.element, pushed.secret)
    const found = url === undefined ? undefined : find(pushed.element)
    if (url === undefined || found === undefined) return undefined
    const { readReceipts } = (found.class ?? {}) as Partial<typeof SmsService>
    return readReceipts?.(found.definition.settings, { ...pushed, url })
  }

  return {
    async take(pushed) {
      const told = read(pushed)
      if (told === undefined) return undefined
      const { element } = pushed
      for (const one of told.receipts) {
        const receipt = { ...one, element }
        if (!(await advance(receipt))) wait({ receipt, tries: 0 })
      }
      return told
    },
    async flush() {
      for (const one of takeEarly()) await tryAgain(one)
    },
    async stop() {
      for (const { receipt } of takeEarly()) await advance(receipt).catch((error) => onLoss(error, 1))
    },
  }
}

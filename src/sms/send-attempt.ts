/** One message handed to one service: on record before it leaves, with a deadline, and its end noted. */
import type { TenantId } from '../base/ids.ts'
import type { AppView } from '../elements/app-view.ts'
import type { RegisteredElement } from '../elements/registry.ts'
import { costClassOf } from './cost-class.ts'
import type { MessageOutcome, MessageRecords, NewMessage } from './message-records.ts'
import { numberOf } from './number-of.ts'
import type { SmsOptions, SmsParams, SmsResult, SmsService } from './sms-service.ts'

/** A message as a login hands it over. */
export type OutgoingMessage = {
  readonly tenantId: TenantId
  /** E.164. */
  readonly phone: string
  readonly params: SmsParams
  readonly options: SmsOptions
  /** Were the service's own limits (`SmsGateway.limits`) counted by the caller? */
  readonly isCounted?: boolean
  /** Of a route, what `SmsGateway.takeRoom` found. */
  readonly taken?: TakenRoom | undefined
}

/** A service of a route that takes the message, and those before it do not. What it limits is counted. */
export type TakenRoom = {
  readonly element: RegisteredElement
  /** Was it passed over so far, and is this message the one that tries it? */
  readonly isTrial: boolean
}

/** Never throws for what the service does: its "no", a deadline and a fault of it all come back as a result. */
export type SendAttempt = (service: SeenService, message: OutgoingMessage) => Promise<SmsResult>

/** A service, and the app whose elements name it. */
export type SeenService = { readonly element: RegisteredElement; readonly seenFrom: string }

export type AttemptDependencies = {
  /** The app seen by the system, as elements of the app `from` see it. */
  readonly app: (from: string) => AppView
  readonly messages: MessageRecords
  /** Told of what a service threw: a defect of it, not a vendor's answer. */
  readonly onError: (error: unknown, service: string) => void
}

/** Spec 4, rule 3. */
export const deadlineMs = 5000

export function createSendAttempt({ app, messages, onError }: AttemptDependencies): SendAttempt {
  async function call(
    { element, seenFrom }: SeenService,
    { phone, params, options }: OutgoingMessage,
  ): Promise<SmsResult> {
    const { fullName } = element.definition
    const named = { phoneList: [phone], params, options }
    const sending = app(seenFrom).callFunction(fullName, 'sendMessage', named, false) as Promise<SmsResult[]>
    try {
      const results = await withinDeadline(sending)
      return results?.[0] ?? failed(phone, 'TIMEOUT')
    } catch (error) {
      onError(error, fullName)
      return failed(phone, 'UNAVAILABLE')
    }
  }

  return async (service, message) => {
    const record = newMessage(service.element, message)
    if (record.costClass === 'free') {
      const result = await call(service, message)
      messages.noteMessage(record, outcomeOf(result))
      return result
    }
    const id = await messages.recordMessage(record)
    const result = await call(service, message)
    messages.settleMessage(id, outcomeOf(result))
    return result
  }
}

function newMessage(
  { definition, class: code }: RegisteredElement,
  { tenantId, phone, params }: OutgoingMessage,
): NewMessage {
  const number = numberOf(phone)
  const isFree = (code as typeof SmsService | undefined)?.isFree === true
  const costClass = isFree ? 'free' : costClassOf(number.country)
  const { fullName: element, type: vendor } = definition
  return { tenantId, element, number, purpose: params.purpose ?? '', vendor, costClass }
}

/** An answer that is neither yes nor no counts as perhaps sent. */
function outcomeOf({ accepted, messageId, perhapsSent, reason, detail }: SmsResult): MessageOutcome {
  if (accepted === true) return { state: 'sent', vendorId: messageId }
  const isOpen = accepted !== false || perhapsSent === true
  const told = [reason ?? 'UNAVAILABLE', detail].filter((part) => part !== undefined).join(' ')
  return { state: isOpen ? 'queued' : 'undelivered', reason: told }
}

/** Nobody knows whether the message left, so it counts as perhaps sent. */
function failed(phone: string, reason: 'TIMEOUT' | 'UNAVAILABLE'): SmsResult {
  return { phone, messageId: '', accepted: false, reason, perhapsSent: true }
}

async function withinDeadline<T>(work: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined
  const deadline = new Promise<undefined>((resolve) => {
    timer = setTimeout(resolve, deadlineMs, undefined)
  })
  try {
    return await Promise.race([work, deadline])
  } finally {
    clearTimeout(timer)
  }
}

/** What the services of all vendors have in common: one call for each number, a deadline, results instead of errors. */
import { lookup } from 'node:dns/promises'
import Type, { type Static } from 'typebox'
import { allowedAddresses, type InternalHosts, TargetRefused } from '../base/allowed-target.ts'
import type { E164 } from '../base/phone-number.ts'
import type { ElementContext } from '../elements/element-type.ts'
import { sendBudget } from '../limits/send-budget.ts'
import { type SmsOptions, type SmsParams, type SmsResult, SmsService } from './sms-service.ts'
import { notSent, unreadable, type VendorAnswer } from './vendor-answer.ts'
import { overLine, type VendorLine } from './vendor-line.ts'

/** Settings that every vendor has. The gateway waits for five seconds: an answer before that is the service's own. */
export const vendorSettings = {
  endpoint: Type.Optional(
    Type.String({
      destination: true,
      description: "Another host than the vendor's own: `https://HOST`, or `http://` on this machine.",
    }),
  ),
  countries: Type.Optional(
    Type.Array(Type.String({ pattern: '^[A-Z]{2}$' }), {
      minItems: 1,
      description: 'Countries that this account serves, ISO 3166; unset: every one.',
    }),
  ),
  timeoutMs: Type.Integer({
    minimum: 50,
    maximum: 4_500,
    default: 4_500,
    description: 'Milliseconds until a call is given up.',
  }),
  budget: sendBudget,
}

/** For the time-outs of the libraries: the deadline of the line comes first, and knows whether anything has left. */
export const beyondDeadlineMs = 5_000

const common = Type.Object(vendorSettings)

export type VendorServices = {
  /** What the app calls itself in texts. */
  readonly appTitle: () => string
  /** Makes what is costly to find once for all messages: credentials of the machine. */
  readonly once: <T>(make: () => T) => T
  /**
   * Of a service that was edited while the app runs: the hosts that its `endpoint` may name though their addresses are
   * not public. Absent for services of app folders, which may call every host.
   */
  readonly internalHosts?: InternalHosts
  /** Where the vendor may tell what became of a message of the service; nothing where it would not be safe. */
  readonly receiptUrl: (fullName: string) => string | undefined
}

/** A message to one number, with what the login type sets over the element's own settings. */
export type VendorMessage = {
  readonly phone: E164
  readonly params: SmsParams
  readonly options: SmsOptions
}

export abstract class VendorService<
  Settings extends Static<typeof common> = Static<typeof common>,
> extends SmsService<Settings> {
  protected readonly services: VendorServices

  constructor(context: ElementContext<Settings>, services: VendorServices) {
    super(context)
    this.services = services
  }

  override async sendMessage(
    phoneList: readonly E164[],
    params: SmsParams,
    options: SmsOptions = {},
  ): Promise<SmsResult[]> {
    return Promise.all(phoneList.map((phone) => this.sendOne({ phone, params, options })))
  }

  private async sendOne(message: VendorMessage): Promise<SmsResult> {
    const { endpoint, timeoutMs } = this.element.settings
    const secure = endpoint === undefined || endpoint.startsWith('https:')
    const answer = await overLine<VendorAnswer>(
      { secure, deadlineMs: timeoutMs },
      async (line) => {
        await this.requireTarget(line)
        return this.transmit(message, line)
      },
      (outcome, line) => this.settle(outcome, line),
    )
    return answer.accepted
      ? { phone: message.phone, ...answer }
      : { phone: message.phone, messageId: '', ...answer }
  }

  /** Throws `TargetRefused`, also where the host is not found. */
  private async requireTarget(line: VendorLine): Promise<void> {
    const { endpoint } = this.element.settings
    const { internalHosts } = this.services
    if (endpoint === undefined || internalHosts === undefined) return
    const find = (host: string) => lookup(host, { all: true }).catch(() => [])
    line.pinTo(await allowedAddresses(new URL(endpoint), internalHosts, find))
  }

  private settle(
    { value, error }: { readonly value?: VendorAnswer; readonly error?: unknown },
    line: VendorLine,
  ): VendorAnswer {
    if (value !== undefined) return value
    if (error === undefined) return { accepted: false, reason: 'TIMEOUT', perhapsSent: line.canHaveLeft() }
    if (error instanceof TargetRefused) return notSent('UNAVAILABLE', 'ADDRESS_REFUSED')
    if ((error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND')
      return notSent('UNAVAILABLE', 'NOT_INSTALLED')
    return this.readError(error) ?? (line.canHaveLeft() ? unreadable : notSent('UNAVAILABLE'))
  }

  /** Hands one message to the library. */
  protected abstract transmit(message: VendorMessage, line: VendorLine): Promise<VendorAnswer>

  /** What an error of the library means; nothing when the vendor did not answer. */
  protected abstract readError(error: unknown): VendorAnswer | undefined
}

/**
 * Where the vendor of a service tells what became of messages. The path holds a secret of the element, derived from
 * the root secret: it is stored nowhere, and one of an older root secret is good as long as that is listed.
 */
import { sameBytes } from '../base/same-bytes.ts'
import type { Keyring } from '../secrets/keyring.ts'

export interface ReceiptAddresses {
  /** `element`: fullName of the service. */
  urlOf(element: string): string
  /** As `urlOf`, where vendors reach it without anybody reading along: nothing unless the server is called by https. */
  safeUrlOf(element: string): string | undefined
  /** The address that a request came to; nothing when it was never handed out. */
  check(element: string, secret: string): string | undefined
}

type AddressDependencies = {
  readonly keyring: Pick<Keyring, 'hmac' | 'hmacs'>
  /** What the server is called from outside. */
  readonly publicUrl: () => string
}

const purpose = 'sms-receipts'

export function createReceiptAddresses({ keyring, publicUrl }: AddressDependencies): ReceiptAddresses {
  const urlWith = (element: string, secret: string) => `${publicUrl()}/api/sms/receipts/${element}/${secret}`
  const urlOf = (element: string) => urlWith(element, keyring.hmac(purpose, element))

  return {
    urlOf,
    safeUrlOf: (element) => (publicUrl().startsWith('https://') ? urlOf(element) : undefined),
    check(element, secret) {
      const isOurs = keyring.hmacs(purpose, element).some((known) => sameBytes(known, secret))
      return isOurs ? urlWith(element, secret) : undefined
    },
  }
}

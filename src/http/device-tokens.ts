/**
 * Tokens by which browsers are known that have got through a first factor here. They are signed: what somebody makes up
 * is no token, so a limit of devices cannot be walked around by inventing some (spec 4, rule 6).
 */
import type { Clock } from '../base/clock.ts'
import { orderedToken } from '../base/random-id.ts'
import { sameBytes } from '../base/same-bytes.ts'
import type { Keyring } from '../secrets/keyring.ts'

export type IssuedDevice = {
  readonly token: string
  /** Epoch milliseconds. */
  readonly issuedAt: number
}

export interface DeviceTokens {
  /** A token for a device that has none; it counts for something once the device comes back with it. */
  make(): string
  /** Nothing where this server has not made the token. */
  read(token: string): IssuedDevice | undefined
}

const purpose = 'device-token'
const form = /^([0-9a-z]{8}[A-Za-z0-9]{24})\.([A-Za-z0-9_-]{22})$/
const bodyLength = 32
/** 132 bits. */
const signatureLength = 22

export function createDeviceTokens({
  keyring,
  clock,
}: {
  readonly keyring: Keyring
  readonly clock: Clock
}): DeviceTokens {
  return {
    make() {
      const body = orderedToken(clock.now(), bodyLength)
      return `${body}.${keyring.hmac(purpose, body).slice(0, signatureLength)}`
    },
    read(token) {
      const [, body, signature] = form.exec(token) ?? []
      if (body === undefined || signature === undefined) return undefined
      const isOurs = keyring
        .hmacs(purpose, body)
        .some((mac) => sameBytes(mac.slice(0, signatureLength), signature))
      return isOurs ? { token, issuedAt: Number.parseInt(body.slice(0, 8), 36) } : undefined
    },
  }
}

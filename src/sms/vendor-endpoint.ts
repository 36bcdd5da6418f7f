/** Where a vendor is called: its own host, or the one of the setting `endpoint`. */
import type { SettingFault } from '../elements/setting-faults.ts'

const pattern =
  /^(?:https:\/\/[^/?#@]+|http:\/\/(?:localhost|[\w.-]+\.localhost|127\.0\.0\.1|\[::1\])(?::\d+)?)\/?$/

/** Codes and signatures go to it, so nobody on the way may read along. */
export function checkEndpoint(endpoint: string | undefined): SettingFault[] {
  const isRight = endpoint === undefined || (pattern.test(endpoint) && URL.canParse(endpoint))
  return isRight
    ? []
    : [{ pointer: '/endpoint', message: 'must be https://HOST, or http:// on this machine' }]
}

export type VendorPlace = { readonly secure: boolean; readonly host: string; readonly origin: string }

/** `host` with its port. */
export function placeOf(endpoint: string | undefined, ownHost: string): VendorPlace {
  const { protocol, host, origin } = new URL(endpoint ?? `https://${ownHost}`)
  return { secure: protocol === 'https:', host, origin }
}

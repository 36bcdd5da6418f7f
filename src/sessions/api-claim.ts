/** The claim `api` of an id_token: the user as the vendors' clients read one. */
import { readPhoneNumber } from '../base/phone-number.ts'
import type { UserRow } from '../users/user.ts'

export type ApiClaim = {
  readonly id: string
  readonly userName: string
  readonly name: string
  /** `+86-13800138000`, or empty. */
  readonly mobile: string
  readonly email: string
}

export function apiClaim(user: UserRow): ApiClaim {
  return {
    id: user.id,
    userName: user.username ?? '',
    name: user.name ?? user.nick,
    mobile: user.phone === null ? '' : vendorMobile(user.phone),
    email: user.email ?? '',
  }
}

/** E.164 as the vendors write it: the calling code, a dash, the national number. */
export function vendorMobile(e164: string): string {
  const number = readPhoneNumber(e164, 'CN')
  return number === undefined ? e164 : `${number.callingCode}-${number.national}`
}

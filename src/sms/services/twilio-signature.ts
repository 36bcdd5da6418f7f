/**
 * `X-Twilio-Signature`: HMAC-SHA1 under the auth token over the address that Twilio called, followed by every field of
 * the form, in the order of their names, as name and value. (Twilio, "Validating requests".)
 */
import { createHmac } from 'node:crypto'
import { sameBytes } from '../../base/same-bytes.ts'

export type SignedForm = {
  readonly authToken: string
  readonly url: string
  readonly form: Readonly<Record<string, string>>
}

/** Base64. */
export function signatureOfTwilio({ authToken, url, form }: SignedForm): string {
  const names = Object.keys(form).sort()
  const signed = url + names.map((name) => `${name}${form[name]}`).join('')
  return createHmac('sha1', authToken).update(signed).digest('base64')
}

/** Twilio signs the address with its port or without, whatever it was given. */
export function isSignedByTwilio(signed: SignedForm, signature: unknown): boolean {
  if (typeof signature !== 'string') return false
  const matches = portForms(signed.url).map((url) =>
    sameBytes(signatureOfTwilio({ ...signed, url }), signature),
  )
  return matches.includes(true)
}

function portForms(url: string): string[] {
  const { protocol, hostname, port, pathname, search } = new URL(url)
  const usual = protocol === 'https:' ? '443' : '80'
  const rest = `${pathname}${search}`
  return [`${protocol}//${hostname}${rest}`, `${protocol}//${hostname}:${port || usual}${rest}`]
}

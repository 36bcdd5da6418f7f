/** Tencent Cloud as it documents itself: signature v3 (TC3-HMAC-SHA256) and `SendSms` of 2021-01-11. */
import { createHash, createHmac } from 'node:crypto'
import type { Vendor, VendorRequest } from './vendor-server.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()

type Scope = { readonly date: string; readonly service: string; readonly signed: readonly string[] }

export function tencentSignature(
  secretKey: string,
  { method, url, headers, body }: VendorRequest,
  { date, service, signed }: Scope,
): string {
  const [path, query = ''] = url.split('?')
  const lines = signed.map((name) => `${name}:${String(headers[name]).trim().toLowerCase()}\n`).join('')
  const canonical = [method, path, query, lines, signed.join(';'), sha256(body)].join('\n')
  const scope = `${date}/${service}/tc3_request`
  const text = ['TC3-HMAC-SHA256', headers['x-tc-timestamp'], scope, sha256(canonical)].join('\n')
  const key = hmac(hmac(hmac(`TC3${secretKey}`, date), service), 'tc3_request')
  return hmac(key, text).toString('hex')
}

export const tencentKey = { secretId: 'AKIDtestsOfLatchkey', secretKey: 'secretOfTheTests0123456789' }

/** Version 3.0 of the vendor's API answers errors with status 200. */
function refuse(Code: string) {
  return {
    status: 200,
    body: JSON.stringify({ Response: { Error: { Code, Message: Code }, RequestId: 'r-1' } }),
  }
}

export function tencentVendor(): Vendor {
  return {
    type: 'application/json',
    check({ headers: sent, ...request }) {
      // The vendor's own hosts are on the default port, and its library signs the name alone.
      const headers: VendorRequest['headers'] = { ...sent, host: sent.host?.replace(/:\d+$/, '') }
      const [, id, date = '', service = '', names = '', signature] =
        /^TC3-HMAC-SHA256 Credential=([^/]+)\/([\d-]{10})\/(\w+)\/tc3_request, ?SignedHeaders=([^,]+), ?Signature=([\da-f]{64})$/.exec(
          headers.authorization ?? '',
        ) ?? []
      if (id !== tencentKey.secretId) return refuse('AuthFailure.SecretIdNotFound')
      const seconds = Number(headers['x-tc-timestamp'])
      if (!(Math.abs(Date.now() / 1000 - seconds) < 300)) return refuse('AuthFailure.SignatureExpire')
      const isToday = date === new Date(seconds * 1000).toISOString().slice(0, 10)
      const signed = names.split(';')
      const isWhole = ['content-type', 'host'].every((name) => signed.includes(name))
      const expected = tencentSignature(
        tencentKey.secretKey,
        { ...request, headers },
        { date, service, signed },
      )
      if (service !== 'sms' || !isToday || !isWhole || signature !== expected)
        return refuse('AuthFailure.SignatureFailure')
      const isAction = headers['x-tc-action'] === 'SendSms' && headers['x-tc-version'] === '2021-01-11'
      return isAction ? undefined : refuse('InvalidAction')
    },
  }
}

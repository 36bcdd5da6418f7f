/** Alibaba Cloud as it documents itself: the V3 signature (ACS3-HMAC-SHA256) and `SendSms` of 2017-05-25. */
import { createHash, createHmac } from 'node:crypto'
import type { Vendor, VendorRequest } from './vendor-server.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')

/** RFC 3986, as the vendor asks for it. */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/** The signature of the headers that `signedHeaders` names. */
export function aliyunSignature(
  secret: string,
  request: VendorRequest,
  signedHeaders: readonly string[],
): string {
  const { pathname, searchParams } = new URL(request.url, 'http://vendor')
  const query = [...searchParams]
    .map((pair) => pair.map(encode).join('='))
    .sort()
    .join('&')
  const headers = signedHeaders.map((name) => `${name}:${String(request.headers[name]).trim()}\n`).join('')
  const canonical = [request.method, pathname, query, headers, signedHeaders.join(';'), sha256(request.body)]
  return createHmac('sha256', secret)
    .update(`ACS3-HMAC-SHA256\n${sha256(canonical.join('\n'))}`)
    .digest('hex')
}

export const aliyunKey = {
  accessKey: 'LTAI5tTestsOfLatchkey',
  accessSecret: 'secretOfTheTests0123456789abcd',
}

function refuse(status: number, Code: string) {
  const body = JSON.stringify({
    RequestId: 'F655A8D5-0000-0000-0000-000000000001',
    HostId: 'dysmsapi',
    Code,
    Message: Code,
  })
  return { status, body }
}

export function aliyunVendor(): Vendor {
  const nonces = new Set<unknown>()
  return {
    type: 'application/json;charset=utf-8',
    check(request) {
      const { headers, body } = request
      const [, key, names = '', signature] =
        /^ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=([\da-f]{64})$/.exec(
          headers.authorization ?? '',
        ) ?? []
      if (key !== aliyunKey.accessKey) return refuse(404, 'InvalidAccessKeyId.NotFound')
      const signed = names.split(';')
      // The documentation wants `host` and every `x-acs-` header in the signature.
      const needed = ['host', ...Object.keys(headers).filter((name) => name.startsWith('x-acs-'))]
      const isWhole = needed.every((name) => signed.includes(name)) && names === signed.toSorted().join(';')
      if (!isWhole || headers['x-acs-content-sha256'] !== sha256(body))
        return refuse(400, 'IncompleteSignature')
      if (signature !== aliyunSignature(aliyunKey.accessSecret, request, signed))
        return refuse(400, 'SignatureDoesNotMatch')
      const age = Math.abs(Date.now() - Date.parse(String(headers['x-acs-date'])))
      if (!(age < 15 * 60_000)) return refuse(400, 'InvalidTimeStamp.Expired')
      const nonce = headers['x-acs-signature-nonce']
      if (nonce === undefined || nonces.has(nonce)) return refuse(400, 'SignatureNonceUsed')
      nonces.add(nonce)
      const isAction = headers['x-acs-action'] === 'SendSms' && headers['x-acs-version'] === '2017-05-25'
      return isAction ? undefined : refuse(404, 'InvalidAction.NotFound')
    },
  }
}

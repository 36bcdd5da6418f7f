/** Amazon SNS as it documents itself: Signature Version 4, and `Publish` of 2010-03-31 in the query protocol. */
import { createHash, createHmac } from 'node:crypto'
import type { Vendor, VendorRequest } from './vendor-server.ts'

const sha256 = (text: string) => createHash('sha256').update(text).digest('hex')
const hmac = (key: string | Buffer, text: string) => createHmac('sha256', key).update(text).digest()

type Scope = {
  readonly date: string
  readonly region: string
  readonly service: string
  readonly signed: readonly string[]
}

export function awsSignature(
  secretKey: string,
  { method, url, headers, body }: VendorRequest,
  { date, region, service, signed }: Scope,
): string {
  const [path, query = ''] = url.split('?')
  const lines = signed
    .map((name) => `${name}:${String(headers[name]).trim().replaceAll(/ +/g, ' ')}\n`)
    .join('')
  const sorted = query.split('&').toSorted().join('&')
  const canonical = [method, path, sorted, lines, signed.join(';'), sha256(body)].join('\n')
  const scope = [date, region, service, 'aws4_request']
  const text = ['AWS4-HMAC-SHA256', headers['x-amz-date'], scope.join('/'), sha256(canonical)].join('\n')
  const key = scope.reduce<string | Buffer>((above, part) => hmac(above, part), `AWS4${secretKey}`)
  return hmac(key, text).toString('hex')
}

export const awsKey = { accessKey: 'AKIATESTSOFLATCHKEY', secretKey: 'secretOfTheTests/0123456789abcdef' }
export const awsRegion = 'eu-west-1'

export function awsError(Code: string, Message = 'no', Type = 'Sender'): string {
  const error = `<Error><Type>${Type}</Type><Code>${Code}</Code><Message>${Message}</Message></Error>`
  return `<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/">${error}<RequestId>r-1</RequestId></ErrorResponse>`
}

export function awsVendor(): Vendor {
  return {
    type: 'text/xml',
    check(request) {
      const { headers, body } = request
      const [, id, date = '', region = '', service = '', names = '', signature] =
        /^AWS4-HMAC-SHA256 Credential=([^/]+)\/(\d{8})\/([\w-]+)\/(\w+)\/aws4_request, SignedHeaders=([^,]+), Signature=([\da-f]{64})$/.exec(
          headers.authorization ?? '',
        ) ?? []
      if (id !== awsKey.accessKey) return { status: 403, body: awsError('InvalidClientTokenId') }
      const signed = names.split(';')
      const needed = ['host', ...Object.keys(headers).filter((name) => name.startsWith('x-amz-'))]
      const isWhole = needed.every((name) => signed.includes(name))
      const stamp = String(headers['x-amz-date'])
      const [day, time] = [stamp.slice(0, 8), stamp.slice(9, 15)].map((digits) =>
        digits.match(/../g)?.join(':'),
      )
      const at = Date.parse(`${day?.replace(':', '').replaceAll(':', '-')}T${time}Z`)
      const isNow = stamp.startsWith(date) && Math.abs(Date.now() - at) < 15 * 60_000
      const expected = awsSignature(awsKey.secretKey, request, { date, region, service, signed })
      if (!isWhole || !isNow || region !== awsRegion || service !== 'sns' || signature !== expected)
        return { status: 403, body: awsError('SignatureDoesNotMatch') }
      const form = new URLSearchParams(body)
      const isAction = form.get('Action') === 'Publish' && form.get('Version') === '2010-03-31'
      return isAction ? undefined : { status: 400, body: awsError('InvalidAction') }
    },
  }
}

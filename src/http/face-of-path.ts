/** Whose shape a failed request is answered in: told by its path, however that is spelled. */
export type Face = 'sdk' | 'elements' | 'plain'

const scheme = /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i
const escaped = /%([0-9a-f]{2})/gi
const sdkPath = /^\/api\/v2(\/|$)/
const elementPath = /^\/api\/(?!(?:v1|admin|sms|dev)(?:\/|$))[^/]/

/** `url` as it stands in the request line, readable or not. */
export function faceOfPath(url: string): Face {
  const [path = ''] = url.replace(scheme, '').split(/[?#]/)
  const plain = path.replace(escaped, fromHex).replaceAll('\\', '/').replace(/\/+/g, '/').toLowerCase()
  if (sdkPath.test(plain) || sdkPath.test(withoutDots(plain))) return 'sdk'
  return elementPath.test(plain) ? 'elements' : 'plain'
}

function fromHex(_escape: string, digits: string): string {
  return String.fromCharCode(Number.parseInt(digits, 16))
}

/** RFC 3986, 5.2.4. */
function withoutDots(path: string): string {
  const kept: string[] = []
  for (const segment of path.split('/'))
    if (segment === '..') kept.pop()
    else if (segment !== '.') kept.push(segment)
  return kept[0] === '' ? kept.join('/') : `/${kept.join('/')}`
}

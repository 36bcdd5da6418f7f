/** An ECDSA signature over P-256 as a JWS holds it (RFC 7518, 3.4): both numbers, 32 bytes each. */

const numberBytes = 32

/** `der`: a SEQUENCE of two INTEGERs, as OpenSSL signs. Of this curve it is so short that each length is one byte. */
export function rawSignature(der: Buffer): Buffer {
  const first = integerAt(der, 2)
  const second = integerAt(der, 4 + first.length)
  const raw = Buffer.alloc(2 * numberBytes)
  putRight(raw, numberBytes, first)
  putRight(raw, 2 * numberBytes, second)
  return raw
}

function integerAt(der: Buffer, at: number): Buffer {
  const from = at + 2
  return der.subarray(from, from + (der[at + 1] ?? 0))
}

/** DER leaves zeros in front away, and puts one there where a number would read as negative. */
function putRight(raw: Buffer, end: number, bytes: Buffer): void {
  const kept = bytes.subarray(-numberBytes)
  raw.set(kept, end - kept.length)
}

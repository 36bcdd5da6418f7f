/**
 * MD5 (RFC 1321), because a password login whose `passwordTransport` is `md5` wants it; Web Crypto has none. It
 * protects nothing: TLS does.
 */
const shifts = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21]
const sines = Array.from({ length: 64 }, (_, i) => Math.floor(Math.abs(Math.sin(i + 1)) * 2 ** 32) | 0)

/** 32 hex digits of the UTF-8 bytes of `text`. */
export function md5(text: string): string {
  const words = padded(new TextEncoder().encode(text))
  const state = [0x67452301, 0xefcdab89 | 0, 0x98badcfe | 0, 0x10325476]
  for (let block = 0; block < words.length; block += 16) addBlock(state, words.subarray(block, block + 16))
  const view = new DataView(new ArrayBuffer(16))
  state.forEach((word, i) => {
    view.setInt32(4 * i, word, true)
  })
  return Array.from(new Uint8Array(view.buffer), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function padded(bytes: Uint8Array): Int32Array {
  const view = new DataView(new ArrayBuffer(((bytes.length + 72) >> 6) << 6))
  bytes.forEach((byte, i) => {
    view.setUint8(i, byte)
  })
  view.setUint8(bytes.length, 0x80)
  view.setUint32(view.byteLength - 8, bytes.length * 8, true)
  return Int32Array.from({ length: view.byteLength / 4 }, (_, i) => view.getInt32(4 * i, true))
}

function addBlock(state: number[], words: Int32Array): void {
  let [a = 0, b = 0, c = 0, d = 0] = state
  for (let i = 0; i < 64; i += 1) {
    const round = i >> 4
    const mixed = [(b & c) | (~b & d), (d & b) | (~d & c), b ^ c ^ d, c ^ (b | ~d)][round] ?? 0
    const word = words[[i, 5 * i + 1, 3 * i + 5, 7 * i].map((at) => at % 16)[round] ?? 0] ?? 0
    const sum = (a + mixed + (sines[i] ?? 0) + word) | 0
    const shift = shifts[4 * round + (i % 4)] ?? 0
    ;[a, d, c, b] = [d, c, b, (b + ((sum << shift) | (sum >>> (32 - shift)))) | 0]
  }
  for (const [i, word] of [a, b, c, d].entries()) state[i] = ((state[i] ?? 0) + word) | 0
}

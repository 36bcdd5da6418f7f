/** The chunks of a PNG file, in their order. */
export type PngChunk = { readonly type: string; readonly data: Buffer }

export function pngChunks(png: Buffer): readonly PngChunk[] {
  const chunks: PngChunk[] = []
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at)
    chunks.push({
      type: png.toString('latin1', at + 4, at + 8),
      data: png.subarray(at + 8, at + 8 + length),
    })
    at += length + 12
  }
  return chunks
}

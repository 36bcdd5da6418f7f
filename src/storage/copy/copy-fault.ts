/** A copy cannot be made, or is not what it should be. The text says what to do. */
export class CopyFault extends Error {
  override readonly name = 'CopyFault'
  /** `damaged`: what arrived differs from what was read. */
  readonly kind: 'refused' | 'damaged'

  constructor(message: string, kind: 'refused' | 'damaged' = 'refused') {
    super(message)
    this.kind = kind
  }
}

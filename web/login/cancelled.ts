/** The person thought better of it; nothing is to be told. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled'
}

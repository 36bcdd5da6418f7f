/** What a field for a date and a time holds, as epoch milliseconds; nothing for what is none. */
export function momentOf(text: string | undefined): number | undefined {
  const at = text === undefined ? Number.NaN : new Date(text).getTime()
  return Number.isNaN(at) ? undefined : at
}

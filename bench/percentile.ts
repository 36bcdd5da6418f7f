/** The value below which `percent` of the values lie, by the nearest rank. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((left, right) => left - right)
  const rank = Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)
  return sorted[rank] ?? Number.NaN
}

/** A part of a whole as a percentage; nothing of nothing is a dash. */
export function shareText(part: number, of: number, tag: string, digits = 0): string {
  return of === 0 ? '–' : (part / of).toLocaleString(tag, { style: 'percent', maximumFractionDigits: digits })
}

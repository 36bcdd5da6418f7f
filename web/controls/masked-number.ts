/**
 * `+86 138****8000` of a number in E.164, which may be masked already: enough to know one's own number by, and the
 * form of the nicks that the server makes of numbers.
 */
export function maskedNumber(e164: string, callingCodes: Readonly<Record<string, string>>): string {
  const digits = e164.replace(/^\+/, '')
  const calling = Object.values(callingCodes)
    .filter((code) => digits.startsWith(code))
    .toSorted((a, b) => b.length - a.length)[0]
  const national = digits.slice(calling?.length ?? 0)
  return `+${calling === undefined ? '' : `${calling} `}${national.slice(0, -8)}****${national.slice(-4)}`
}

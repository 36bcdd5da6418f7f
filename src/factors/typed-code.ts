/** What someone typed where a second factor is asked for. */

export type TypedCode = { readonly kind: 'totp' | 'recovery'; readonly code: string }

/** Spaces, hyphens, lower case and full-width forms make no difference. Nothing for what is of neither form. */
export function readTypedCode(text: string): TypedCode | undefined {
  const code = text
    .normalize('NFKC')
    .replaceAll(/[\s\p{Pd}]/gu, '')
    .toUpperCase()
  if (/^[0-9]{6}$/.test(code)) return { kind: 'totp', code }
  return /^[A-Z2-7]{16}$/.test(code) ? { kind: 'recovery', code } : undefined
}

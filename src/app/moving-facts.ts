/** Which of the facts that expire move with an installation. */

/**
 * The kinds, which are the part of a key up to the first colon. They are what was counted, what was spent, and the
 * tokens of back ends, which are good any number of times. Everything else can be used once, such as a code or a
 * ticket: it stays behind and is dead, rather than alive in two places.
 */
const kinds: ReadonlySet<string> = new Set([
  'access-token',
  'captcha-address',
  'captcha-answers',
  // That a proof of work was spent.
  'captcha-work',
  'client-secret',
  'code-brake',
  'code-spray-address',
  'code-spray-tenant',
  'factor-brake',
  'password-change',
  'password-lock',
  'password-name',
  'password-register',
  'password-reset',
  'password-risk',
  'password-risk-address',
  'send-address',
  'send-country',
  'send-device',
  'send-number',
])

export function movesWithInstallation(key: string): boolean {
  return kinds.has(key.split(':', 1)[0] ?? '')
}

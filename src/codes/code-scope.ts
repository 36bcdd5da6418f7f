/** What a code is good for: a code of one scope is wrong for every other (spec 6, O6). */
import type { TenantId, UserId } from '../base/ids.ts'
import type { E164 } from '../base/phone-number.ts'

export type CodeScope = {
  readonly tenantId: TenantId
  /** fullName of the login type. */
  readonly loginType: string
  readonly purpose: string
  readonly phone: E164
  /** The user who asked for it; nothing for codes that anyone may ask for. */
  readonly userId: UserId | undefined
}

/** Where the scope's code lies. The number in braces keeps codes and failure counts of a number together. */
export function codeKey(scope: CodeScope): string {
  return `code:${slot(scope)}:${scope.loginType}:${scope.purpose}:${scope.userId ?? ''}`
}

export type CodeHolder = Pick<CodeScope, 'tenantId' | 'phone'>

/** Where the number's failures are counted: one count for a number and tenant (O4), one more per known device (O5). */
export function codeBrakeKey(holder: CodeHolder, knownDevice: string | undefined): string {
  return `code-brake:${slot(holder)}:${knownDevice ?? ''}`
}

/** What the digest of a code is taken of. */
export function codeText(scope: CodeScope, code: string): string {
  const { tenantId, loginType, purpose, phone, userId } = scope
  return [tenantId, loginType, purpose, phone, userId ?? '', code].join('\0')
}

function slot({ tenantId, phone }: CodeHolder): string {
  return `{${tenantId}:${phone}}`
}

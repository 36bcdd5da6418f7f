import type { WaitingLogin } from '../../src/client/login-outcome.ts'
import type { LoginPageSession } from '../../src/wire/login-page-calls.ts'

/** Where a login is. */
export type View =
  | { readonly at: 'sign-in'; readonly notice?: string | undefined }
  | { readonly at: 'register' | 'forgot' | 'leaving' }
  /** Asks for another number; `account` is what was typed as the old one. */
  | { readonly at: 'recover'; readonly account: string }
  /** Signed in by a cookie before the page came. */
  | { readonly at: 'known' | 'signed-in' | 'corps'; readonly session: LoginPageSession }
  | { readonly at: 'waiting'; readonly login: WaitingLogin }
  | { readonly at: 'denied'; readonly reason: string }

/** What every part of the page is given. */
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { LoginOutcome } from '../../src/client/login-outcome.ts'
import type { Language } from '../shared/language.ts'
import type { LoginServer } from './login-server.ts'
import type { PageQuery } from './page-query.ts'
import type { Texts } from './texts/en.ts'

export type Page = {
  readonly server: LoginServer
  readonly query: PageQuery
  readonly language: Language
  readonly texts: Texts
  /** What the application is called. */
  readonly title: string
  /** A solved captcha for this number or user name; rejects with `Cancelled`. */
  solveCaptcha(sender: string): Promise<string>
  /** Leads a login on, whatever became of it. */
  proceed(outcome: LoginOutcome): Promise<void>
  /** Where a login that took too long begins anew. */
  startAnew(problem?: string): void
}

export const PageContext = createContext<Page | undefined>(undefined)

export function usePage(): Page {
  const page = useContext(PageContext)
  if (page === undefined) throw new Error('used outside of the page')
  return page
}

/** What every part of the page is given. */
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Language } from '../shared/language.ts'
import type { AccountServer, Holdings } from './account-server.ts'
import type { Place } from './place.ts'
import type { Texts } from './texts/en.ts'

export type Page = Holdings & {
  readonly server: AccountServer
  readonly language: Language
  readonly texts: Texts
  /** What the application is called. */
  readonly title: string
  go(place: Place): void
  /** Reads everything anew, then shows the overview with a notice of what was done. */
  done(notice: string): Promise<void>
  /** What is shown is asked for anew, where the person is. */
  refresh(): Promise<void>
  /** Asks for another login, which leads back to what is open now. */
  askLogin(): void
  /** The account is closed; it is deleted at this time. */
  closed(deleteAt: number): void
  /** To the login page, where the administrators are asked for another number. */
  askAdministrators(): void
  /** Nobody is signed in any more: to the login page, and back. */
  leave(): void
}

export const PageContext = createContext<Page | undefined>(undefined)

export function usePage(): Page {
  const page = useContext(PageContext)
  if (page === undefined) throw new Error('used outside of the page')
  return page
}

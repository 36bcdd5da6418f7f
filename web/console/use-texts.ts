/** The language of the console, and the texts in it. */
import { createContext, useContext } from 'react'
import { type Language, languageTag } from '../shared/language.ts'

/** What one part of the console says. The second language says all that the first one does. */
export type Texts<T> = Readonly<Record<Language, T>>

export function inBoth<T>(en: T, zh: NoInfer<T>): Texts<T> {
  return { en, zh }
}

export type ChosenLanguage = { readonly language: Language; choose(language: Language): void }

export const LanguageContext = createContext<ChosenLanguage>({ language: 'en', choose() {} })

export function useTexts<T>(texts: Texts<T>): T {
  return texts[useContext(LanguageContext).language]
}

/** BCP 47, for numbers and times. */
export function useLanguageTag(): string {
  return languageTag(useContext(LanguageContext).language)
}

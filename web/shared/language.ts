/** Which language a page is in: what the address asks for, what was chosen here before, what the browser prefers. */
export type Language = 'en' | 'zh'

export const languages: Readonly<Record<Language, string>> = { en: 'English', zh: '中文' }

const place = 'latchkey-language'

/** `asked`: tags by preference, as in `ui_locales`: `zh-CN en`. */
export function firstLanguage(asked: string | null): Language {
  const wishes = [...(asked ?? '').split(/[\s,]+/), kept() ?? '', ...navigator.languages]
  for (const wish of wishes) {
    const tag = wish.toLowerCase().split(/[-_]/)[0]
    if (tag === 'en' || tag === 'zh') return tag
  }
  return 'en'
}

/** For the next visit, where the browser keeps anything. */
export function keepLanguage(language: Language): void {
  try {
    localStorage.setItem(place, language)
  } catch {
    // It is asked of the browser anew each time.
  }
}

/** BCP 47, for `lang` and for names of countries. */
export function languageTag(language: Language): string {
  return language === 'zh' ? 'zh-CN' : 'en'
}

function kept(): string | null {
  try {
    return localStorage.getItem(place)
  } catch {
    return null
  }
}

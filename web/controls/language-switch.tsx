import { keepLanguage, type Language, languages, languageTag } from '../shared/language.ts'
import { useFrame } from './frame.ts'

/** The language that is chosen is kept for the next visit. */
export function LanguageSwitch({ change }: { readonly change: (language: Language) => void }) {
  const { language, texts } = useFrame()
  return (
    <fieldset class="languages">
      <legend class="unseen">{texts.language}</legend>
      {(Object.keys(languages) as Language[]).map((each) => (
        <button
          key={each}
          type="button"
          lang={languageTag(each)}
          aria-pressed={each === language}
          onClick={() => {
            keepLanguage(each)
            change(each)
          }}
        >
          {languages[each]}
        </button>
      ))}
    </fieldset>
  )
}

/** The console as a whole: its library, its language, its scheme of colours, and who is in it. */
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { useEffect, useMemo, useState } from 'react'
import { firstLanguage, keepLanguage, languageTag } from '../shared/language.ts'
import { answers } from './answers-cache.ts'
import { type Scheme, SchemeContext, useScheme } from './scheme.ts'
import { Entrance } from './screens/entrance.tsx'
import { theme } from './theme.ts'
import { type ChosenLanguage, LanguageContext } from './use-texts.ts'

export function App() {
  const [language, setLanguage] = useState(() => firstLanguage(null))
  const chosen = useMemo<ChosenLanguage>(
    () => ({
      language,
      choose(other) {
        keepLanguage(other)
        setLanguage(other)
      },
    }),
    [language],
  )
  useEffect(() => {
    document.documentElement.lang = languageTag(language)
    // Texts of the server are in the language that was asked for.
    answers.clearTexts()
  }, [language])
  const { scheme, shown, choose } = useScheme()
  const schemes = useMemo(() => ({ scheme, choose: (other: Scheme) => choose(other) }), [scheme, choose])
  return (
    <MantineProvider
      theme={theme}
      forceColorScheme={shown}
      // Styles are files alone: the policy lets in no others.
      withCssVariables={false}
      withGlobalClasses={false}
    >
      <QueryClientProvider client={answers.client}>
        <LanguageContext value={chosen}>
          <SchemeContext value={schemes}>
            <Notifications position="bottom-right" containerWidth={380} autoClose={8000} />
            <Entrance />
          </SchemeContext>
        </LanguageContext>
      </QueryClientProvider>
    </MantineProvider>
  )
}

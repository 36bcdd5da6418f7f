/** Language and scheme of colours. */
import { Group, NativeSelect } from '@mantine/core'
import { useContext } from 'react'
import { type Language, languages } from '../../shared/language.ts'
import { type Scheme, SchemeContext } from '../scheme.ts'
import { shellTexts } from '../texts/shell.ts'
import { LanguageContext, useTexts } from '../use-texts.ts'

export function Controls() {
  const texts = useTexts(shellTexts)
  const { language, choose } = useContext(LanguageContext)
  const schemes = useContext(SchemeContext)
  return (
    <Group gap="xs" className="controls">
      <NativeSelect
        size="xs"
        aria-label={texts.language}
        value={language}
        onChange={(event) => choose(event.currentTarget.value as Language)}
        data={Object.entries(languages).map(([value, label]) => ({ value, label }))}
      />
      <NativeSelect
        size="xs"
        aria-label={texts.scheme}
        value={schemes.scheme}
        onChange={(event) => schemes.choose(event.currentTarget.value as Scheme)}
        data={[
          { value: 'device', label: texts.device },
          { value: 'light', label: texts.light },
          { value: 'dark', label: texts.dark },
        ]}
      />
    </Group>
  )
}

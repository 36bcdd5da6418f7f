/** The card that a page is, with the application's logo above and the language below. */
import type { ComponentChildren } from 'preact'
import type { Language } from '../shared/language.ts'
import { useFrame } from './frame.ts'
import { Icon } from './icon.tsx'
import { LanguageSwitch } from './language-switch.tsx'

type Props = {
  readonly logo: string | null | undefined
  /** Address of the development inbox. */
  readonly inbox: string | null | undefined
  readonly isBusy: boolean
  readonly isWide?: boolean
  readonly changeLanguage: (language: Language) => void
  readonly children: ComponentChildren
}

export function PageCard({ logo, inbox, isBusy, isWide = false, changeLanguage, children }: Props) {
  const { texts } = useFrame()
  return (
    <>
      <div class={isWide ? 'card wide' : 'card'} aria-busy={isBusy}>
        {typeof logo === 'string' && <img class="logo" src={logo} alt="" width="48" height="48" />}
        {children}
      </div>
      <footer>
        <LanguageSwitch change={changeLanguage} />
        {typeof inbox === 'string' && (
          <a href={inbox} target="_blank" rel="noreferrer">
            <Icon name="mail" class="small" />
            {texts.inbox}
          </a>
        )}
      </footer>
    </>
  )
}

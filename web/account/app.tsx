/** The page around the account: the application's name and colours, the language, and what to say when nothing works. */
import { useEffect, useState } from 'preact/hooks'
import { Refused } from '../../src/client/refused.ts'
import { FrameContext } from '../controls/frame.ts'
import { PageCard } from '../controls/page-card.tsx'
import { PlainMessage } from '../controls/plain-message.tsx'
import { Working } from '../controls/working.tsx'
import { firstLanguage, type Language, languageTag } from '../shared/language.ts'
import { loginForAccount } from '../shared/page-addresses.ts'
import { setAccent } from '../shared/set-accent.ts'
import { AccountPage } from './account-page.tsx'
import { readAccountQuery } from './account-query.ts'
import { type AccountServer, type Holdings, openAccountServer, readHoldings } from './account-server.ts'
import { placeOf } from './place.ts'
import { en, type Texts } from './texts/en.ts'
import { zh } from './texts/zh.ts'

type Fault = keyof Texts['faults']

type Opened =
  | { readonly is: 'opening' }
  | { readonly is: 'fault'; readonly fault: Fault | 'noAnswer' }
  | { readonly is: 'open'; readonly server: AccountServer; readonly holdings: Holdings }

const faultCodes = ['CLIENT_UNKNOWN', 'TENANT_UNKNOWN'] as const

const query = readAccountQuery(location.search)

export function App() {
  const [language, setLanguage] = useState<Language>(() => firstLanguage(query.locales))
  const [opened, set] = useState<Opened>({ is: 'opening' })
  const texts = language === 'zh' ? zh : en
  // What the server says is in the language of the document, too.
  document.documentElement.lang = languageTag(language)

  const start = () => {
    set({ is: 'opening' })
    openPage().then((found) => found !== undefined && set(found))
  }
  useEffect(start, [])

  const facts = opened.is === 'open' ? opened.server.facts : undefined
  const title = facts?.client.title[language]
  useEffect(() => {
    document.title = title === undefined ? texts.title : `${texts.title} · ${title}`
  }, [title, language])

  return (
    <FrameContext.Provider value={{ language, texts, callingCodes: facts?.callingCodes ?? {} }}>
      <PageCard
        logo={facts?.client.logo}
        inbox={facts?.inbox}
        isBusy={opened.is === 'opening'}
        isWide
        changeLanguage={setLanguage}
      >
        {opened.is === 'opening' && <Working text={texts.loading} />}
        {opened.is === 'fault' && <FaultMessage fault={opened.fault} texts={texts} again={start} />}
        {opened.is === 'open' && <AccountPage {...opened} query={query} language={language} texts={texts} />}
      </PageCard>
    </FrameContext.Provider>
  )
}

/** Nothing where nobody is signed in: the browser is on its way to the login page then. */
async function openPage(): Promise<Opened | undefined> {
  try {
    const server = await openAccountServer(query)
    const { client, hasSession } = server.facts
    setAccent(client.colour, client.darkColour)
    if (hasSession) return { is: 'open', server, holdings: await readHoldings(server) }
  } catch (error) {
    if (!(error instanceof Refused)) return { is: 'fault', fault: 'noAnswer' }
    const fault = faultCodes.find((code) => code === error.code)
    if (error.code !== 'LOGIN_REQUIRED') return { is: 'fault', fault: fault ?? 'noAnswer' }
  }
  location.replace(loginForAccount(query, placeOf(location.hash)))
  return undefined
}

type FaultProps = { readonly fault: Fault | 'noAnswer'; readonly texts: Texts; readonly again: () => void }

function FaultMessage({ fault, texts, again }: FaultProps) {
  if (fault !== 'noAnswer') return <PlainMessage title={texts.faultTitle} text={texts.faults[fault]} />
  const button = { label: texts.tryAgain, press: again }
  return <PlainMessage title={texts.noAnswerTitle} text={texts.noAnswer} button={button} />
}

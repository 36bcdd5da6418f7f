/** The page around a login: the application's name and colours, the language, and what to say when nothing works. */
import { useEffect, useState } from 'preact/hooks'
import { Refused } from '../../src/client/refused.ts'
import type { LoginPageSession } from '../../src/wire/login-page-calls.ts'
import { FrameContext } from '../controls/frame.ts'
import { PageCard } from '../controls/page-card.tsx'
import { PlainMessage } from '../controls/plain-message.tsx'
import { Screen } from '../controls/screen.tsx'
import { Working } from '../controls/working.tsx'
import { firstLanguage, type Language, languageTag } from '../shared/language.ts'
import { setAccent } from '../shared/set-accent.ts'
import { Flow } from './flow.tsx'
import { type LoginServer, openLoginServer } from './login-server.ts'
import { type QueryFault, readQuery } from './page-query.ts'
import { en, type Texts } from './texts/en.ts'
import { zh } from './texts/zh.ts'

type FaultName = keyof Texts['faults'] | QueryFault | 'noAnswer' | 'noApplication'

type Opened =
  | { readonly is: 'opening' }
  | { readonly is: 'fault'; readonly fault: FaultName }
  | { readonly is: 'open'; readonly server: LoginServer; readonly session: LoginPageSession | undefined }

const faultCodes = ['CLIENT_UNKNOWN', 'TENANT_UNKNOWN', 'REDIRECT_INVALID'] as const

const query = readQuery(location.search)

export function App() {
  const [language, setLanguage] = useState<Language>(() => firstLanguage(query.locales))
  const [opened, set] = useState<Opened>({ is: 'opening' })
  const texts = language === 'zh' ? zh : en
  // What the server says is in the language of the document, too.
  document.documentElement.lang = languageTag(language)

  const start = () => {
    set({ is: 'opening' })
    openPage().then(set)
  }
  useEffect(start, [])

  const facts = opened.is === 'open' ? opened.server.facts : undefined
  const client = facts?.client
  const frame = { language, texts, callingCodes: facts?.callingCodes ?? {} }
  const title = client?.title[language]
  useEffect(() => {
    document.title = title === undefined ? texts.signIn : `${texts.signIn} · ${title}`
  }, [title, language])

  return (
    <FrameContext.Provider value={frame}>
      <PageCard
        logo={client?.logo}
        inbox={facts?.inbox}
        isBusy={opened.is === 'opening'}
        changeLanguage={setLanguage}
      >
        {opened.is === 'opening' && <Working text={texts.loading} />}
        {opened.is === 'fault' && <Fault fault={opened.fault} texts={texts} again={start} />}
        {opened.is === 'open' && (
          <Flow
            server={opened.server}
            session={opened.session}
            query={query}
            language={language}
            texts={texts}
          />
        )}
      </PageCard>
    </FrameContext.Provider>
  )
}

async function openPage(): Promise<Opened> {
  const { fault } = query
  // An address that is not registered is told first, so the server is asked where it can be.
  if (fault !== undefined && fault !== 'challenge') return { is: 'fault', fault }
  try {
    const server = await openLoginServer(query)
    if (fault !== undefined) return { is: 'fault', fault }
    const { client, phone, password, hasSession } = server.facts
    setAccent(client.colour, client.darkColour)
    if (phone === null && password === null) return { is: 'fault', fault: 'none' }
    const session = hasSession ? await server.session().catch(noSession) : undefined
    return { is: 'open', server, session }
  } catch (error) {
    if (!(error instanceof Refused)) return { is: 'fault', fault: 'noAnswer' }
    const fault = faultCodes.find((code) => code === error.code) ?? 'query'
    // Nobody was sent here: it is the address of the server that was typed.
    const isPlainVisit = fault === 'CLIENT_UNKNOWN' && query.clientId === undefined
    return { is: 'fault', fault: isPlainVisit ? 'noApplication' : fault }
  }
}

/** A cookie of a session that has ended. */
function noSession(error: unknown): undefined {
  if (!(error instanceof Refused)) throw error
}

type FaultProps = {
  readonly fault: FaultName
  readonly texts: Texts
  readonly again: () => void
}

function Fault({ fault, texts, again }: FaultProps) {
  if (fault === 'noApplication')
    return <PlainMessage title={texts.noApplicationTitle} text={texts.noApplication} />
  if (fault !== 'noAnswer') {
    const text = fault in texts.faults ? texts.faults[fault as keyof Texts['faults']] : texts.faults.query
    return (
      <Screen title={texts.faultTitle} hint={text}>
        <p class="hint detail">
          {texts.forDevelopers} <bdi>{texts.faultDetails[fault]}</bdi>
        </p>
      </Screen>
    )
  }
  const button = { label: texts.tryAgain, press: again }
  return <PlainMessage title={texts.noAnswerTitle} text={texts.noAnswer} button={button} />
}

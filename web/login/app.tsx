/** The page around a login: the application's name and colours, the language, and what to say when nothing works. */
import { useEffect, useState } from 'preact/hooks'
import { Refused } from '../../src/client/refused.ts'
import type { LoginPageSession } from '../../src/wire/login-page-calls.ts'
import { firstLanguage, keepLanguage, type Language, languages, languageTag } from '../shared/language.ts'
import { setAccent } from '../shared/set-accent.ts'
import { Icon } from './controls/icon.tsx'
import { Flow } from './flow.tsx'
import { type LoginServer, openLoginServer } from './login-server.ts'
import { TextsContext } from './page.ts'
import { readQuery } from './page-query.ts'
import { PlainMessage } from './screens/plain-message.tsx'
import { en, type Texts } from './texts/en.ts'
import { zh } from './texts/zh.ts'

type Opened =
  | { readonly is: 'opening' }
  | { readonly is: 'fault'; readonly fault: keyof Texts['faults'] | 'noAnswer' }
  | { readonly is: 'open'; readonly server: LoginServer; readonly session: LoginPageSession | undefined }

const faultCodes = ['CLIENT_UNKNOWN', 'TENANT_UNKNOWN', 'REDIRECT_INVALID'] as const

const query = readQuery(location.search)

export function App() {
  const [language, setLanguage] = useState<Language>(() => firstLanguage(query?.locales ?? null))
  const [opened, set] = useState<Opened>({ is: 'opening' })
  const texts = language === 'zh' ? zh : en
  // What the server says is in the language of the document, too.
  document.documentElement.lang = languageTag(language)

  const start = () => {
    set({ is: 'opening' })
    openPage().then(set)
  }
  useEffect(start, [])

  const client = opened.is === 'open' ? opened.server.facts.client : undefined
  const title = client?.title[language]
  useEffect(() => {
    document.title = title === undefined ? texts.signIn : `${texts.signIn} · ${title}`
  }, [title, language])

  return (
    <TextsContext.Provider value={texts}>
      <div class="card" aria-busy={opened.is === 'opening'}>
        {typeof client?.logo === 'string' && (
          <img class="logo" src={client.logo} alt="" width="48" height="48" />
        )}
        {opened.is === 'opening' && <Waiting text={texts.loading} />}
        {opened.is === 'fault' && <Fault fault={opened.fault} texts={texts} again={start} />}
        {opened.is === 'open' && query !== undefined && (
          <Flow server={opened.server} session={opened.session} query={query} language={language} />
        )}
      </div>
      <footer>
        <LanguageSwitch
          language={language}
          change={(wanted) => {
            keepLanguage(wanted)
            setLanguage(wanted)
          }}
          label={texts.language}
        />
        {opened.is === 'open' && opened.server.facts.inbox !== null && (
          <a href={opened.server.facts.inbox} target="_blank" rel="noreferrer">
            <Icon name="mail" class="small" />
            {texts.inbox}
          </a>
        )}
      </footer>
    </TextsContext.Provider>
  )
}

async function openPage(): Promise<Opened> {
  if (query === undefined) return { is: 'fault', fault: 'query' }
  try {
    const server = await openLoginServer(query)
    const { client, phone, password, hasSession } = server.facts
    setAccent(client.colour, client.darkColour)
    if (phone === null && password === null) return { is: 'fault', fault: 'none' }
    const session = hasSession ? await server.session().catch(noSession) : undefined
    return { is: 'open', server, session }
  } catch (error) {
    if (!(error instanceof Refused)) return { is: 'fault', fault: 'noAnswer' }
    const fault = faultCodes.find((code) => code === error.code)
    return { is: 'fault', fault: fault ?? 'query' }
  }
}

/** A cookie of a session that has ended. */
function noSession(error: unknown): undefined {
  if (!(error instanceof Refused)) throw error
}

function Waiting({ text }: { readonly text: string }) {
  return (
    <p class="working" role="status">
      <span class="spinner" />
      {text}
    </p>
  )
}

type FaultProps = {
  readonly fault: keyof Texts['faults'] | 'noAnswer'
  readonly texts: Texts
  readonly again: () => void
}

function Fault({ fault, texts, again }: FaultProps) {
  if (fault !== 'noAnswer') return <PlainMessage title={texts.faultTitle} text={texts.faults[fault]} />
  const button = { label: texts.tryAgain, press: again }
  return <PlainMessage title={texts.noAnswerTitle} text={texts.errors.noAnswer} button={button} />
}

type SwitchProps = {
  readonly language: Language
  readonly label: string
  readonly change: (language: Language) => void
}

function LanguageSwitch({ language, label, change }: SwitchProps) {
  return (
    <fieldset class="languages">
      <legend class="unseen">{label}</legend>
      {(Object.keys(languages) as Language[]).map((each) => (
        <button
          key={each}
          type="button"
          lang={languageTag(each)}
          aria-pressed={each === language}
          onClick={() => change(each)}
        >
          {languages[each]}
        </button>
      ))}
    </fieldset>
  )
}

/** The account of who is signed in: the overview, or the task that the address names. */
import type { ComponentChildren } from 'preact'
import { useMemo, useRef, useState } from 'preact/hooks'
import { later } from '../controls/later.tsx'
import { PlainMessage } from '../controls/plain-message.tsx'
import type { Language } from '../shared/language.ts'
import { loginForAccount, lostNumberAddress } from '../shared/page-addresses.ts'
import type { AccountQuery } from './account-query.ts'
import { type AccountServer, type Holdings, readHoldings } from './account-server.ts'
import { Overview } from './overview.tsx'
import { type Page, PageContext } from './page.ts'
import { type Task, usePlace } from './place.ts'
import { ConfirmSelf } from './screens/confirm-self.tsx'
import { shownDay } from './show.ts'
import type { Texts } from './texts/en.ts'

const TaskScreen = later(async () => (await import('./screens/task-screen.tsx')).TaskScreen)

/** Enough to fill in a form; with less left a login comes first. */
const enoughSeconds = 60
/** Nothing that could open the account is changed by these. */
const freeTasks: ReadonlySet<Task> = new Set(['profile'])

type Props = {
  readonly server: AccountServer
  readonly holdings: Holdings
  readonly query: AccountQuery
  readonly language: Language
  readonly texts: Texts
}

export function AccountPage({ server, holdings: first, query, language, texts }: Props) {
  const [holdings, hold] = useState(first)
  const [place, go] = usePlace()
  const [notice, tell] = useState('')
  const [needsLogin, needLogin] = useState(false)
  const [deleteAt, close] = useState<number>()
  const readAt = useRef(performance.now())
  const title = server.facts.client.title[language]

  async function refresh(): Promise<void> {
    take(await readHoldings(server))
  }

  function take(found: Holdings): void {
    readAt.current = performance.now()
    hold(found)
  }

  const page: Page = useMemo(
    () => ({
      ...holdings,
      server,
      language,
      texts,
      title,
      go: (wanted) => {
        needLogin(false)
        tell('')
        go(wanted)
      },
      async done(said) {
        const found = await readHoldings(server)
        go('')
        tell(said)
        take(found)
      },
      refresh,
      askLogin: () => needLogin(true),
      leave: () => location.replace(loginForAccount(query, place)),
      askAdministrators: () => location.assign(lostNumberAddress(query)),
      closed: close,
    }),
    [holdings, language, place],
  )

  function isRecent(): boolean {
    const { reauthIn } = holdings.account
    return reauthIn === null || reauthIn - (performance.now() - readAt.current) / 1000 > enoughSeconds
  }

  function screen() {
    if (deleteAt !== undefined) {
      const isOver = holdings.account.graceDays === 0
      const text = isOver ? texts.closedNow : texts.closedOn(shownDay(deleteAt, language))
      return <PlainMessage title={texts.closedTitle} text={text} />
    }
    const confirm = (
      <ConfirmSelf
        signIn={() => location.assign(loginForAccount(query, place, true))}
        back={() => page.go('')}
      />
    )
    if (needsLogin) return confirm
    if (place === '') return <Overview notice={notice} />
    return (
      <Opening key={place} when={() => freeTasks.has(place) || isRecent()} otherwise={confirm}>
        <TaskScreen task={place} />
      </Opening>
    )
  }

  return <PageContext.Provider value={page}>{screen()}</PageContext.Provider>
}

type OpeningProps = {
  readonly when: () => boolean
  readonly otherwise: ComponentChildren
  readonly children: ComponentChildren
}

/** Decides once: what is open stays open. */
function Opening({ when, otherwise, children }: OpeningProps) {
  const [isOpen] = useState(when)
  return <>{isOpen ? children : otherwise}</>
}

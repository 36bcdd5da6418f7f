/** Where the user is signed in; any of it can be ended. */
import { useRef, useState } from 'preact/hooks'
import type { SessionAnswer } from '../../../src/wire/element-functions.ts'
import { ProblemText } from '../../controls/problem-text.tsx'
import { type Page, usePage } from '../page.ts'
import { deviceNames, shownTime } from '../show.ts'
import { useAct } from '../use-act.ts'
import { Section } from './section.tsx'

export function Sessions() {
  const page = usePage()
  const { texts, sessions, server, refresh } = page
  const { isBusy, problem, run } = useAct()
  const [notice, tell] = useState('')
  const place = useRef<HTMLUListElement>(null)
  const inOrder = sessions.toSorted((a, b) => Number(b.current) - Number(a.current))

  const end = (work: () => Promise<unknown>, said: string) =>
    run(async () => {
      await work()
      await refresh()
      tell(said)
      place.current?.focus()
    })

  return (
    <Section title={texts.sessions}>
      <ul class="sessions" ref={place} tabIndex={-1} aria-label={texts.sessions}>
        {inOrder.map((session) => (
          <li key={session.id} class="row">
            <div class="row-text">
              <p class="row-label">
                {deviceOf(session, page)}
                {session.current && <span class="badge">{texts.thisSession}</span>}
              </p>
              <p class="row-value">{factsOf(session, page)}</p>
              <p class="row-value">{timesOf(session, page)}</p>
            </div>
            {!session.current && (
              <div class="row-actions">
                <button
                  type="button"
                  class="link"
                  aria-disabled={isBusy}
                  aria-label={texts.about(texts.endSession, deviceOf(session, page))}
                  onClick={() => end(() => server.auth.revokeSession({ id: session.id }), texts.sessionEnded)}
                >
                  {texts.endSession}
                </button>
              </div>
            )}
          </li>
        ))}
      </ul>
      <ProblemText problem={problem} />
      <p class="notice" role="status">
        {notice}
      </p>
      {sessions.length > 1 && (
        <p class="row-after">
          <button
            type="button"
            class="link"
            aria-disabled={isBusy}
            onClick={() => end(() => server.auth.revokeOtherSessions({}), texts.othersEnded)}
          >
            {texts.endOthers}
          </button>
        </p>
      )}
    </Section>
  )
}

function deviceOf({ agent }: SessionAnswer, { texts }: Page): string {
  const [browser, system] = deviceNames(agent)
  if (browser === undefined) return texts.unknownDevice
  return system === undefined ? browser : texts.onDevice(browser, system)
}

function factsOf({ clientTitle, address }: SessionAnswer, { language }: Page): string {
  return [clientTitle?.[language], address].filter((part) => typeof part === 'string').join(' · ')
}

function timesOf({ current, loginTime, lastSeen }: SessionAnswer, { texts, language }: Page): string {
  const signedIn = texts.signedInAt(shownTime(loginTime, language))
  return current ? signedIn : `${signedIn} · ${texts.lastSeen(shownTime(lastSeen, language))}`
}

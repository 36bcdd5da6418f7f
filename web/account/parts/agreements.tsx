/** Texts that the user agreed to, newest first. */
import { usePage } from '../page.ts'
import { shownDay } from '../show.ts'
import { Section } from './section.tsx'

export function Agreements() {
  const { texts, agreements, language } = usePage()
  if (agreements.length === 0) return null
  return (
    <Section title={texts.agreements}>
      <ul class="sessions">
        {agreements
          .toSorted((a, b) => b.agreedAt - a.agreedAt)
          .map(({ clientId, name, version, agreedAt, clientTitle, text }) => (
            <li key={`${clientId} ${name} ${version}`} class="row">
              <div class="row-text">
                <p class="row-label">
                  {text === null ? (
                    name
                  ) : (
                    <a href={text.url} target="_blank" rel="noreferrer">
                      {text.title[language]}
                    </a>
                  )}
                </p>
                <p class="row-value">
                  {[
                    clientTitle?.[language] ?? clientId,
                    texts.version(version),
                    texts.agreedOn(shownDay(agreedAt, language)),
                  ].join(' · ')}
                </p>
              </div>
            </li>
          ))}
      </ul>
    </Section>
  )
}

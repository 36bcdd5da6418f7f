/** The authenticator app and its recovery codes. */
import { usePage } from '../page.ts'
import { shownDay } from '../show.ts'
import { Row } from './row.tsx'
import { Section } from './section.tsx'

/** With as few as these left, it is time for new ones. */
const fewCodes = 3

export function SecondFactor() {
  const { texts, account, language, server } = usePage()
  const { factor } = account
  return (
    <Section title={texts.factors} hint={server.facts.asksFactor ? texts.factorsHint : texts.factorsRareHint}>
      {factor === null ? (
        <Row label={texts.app} actions={[{ label: texts.setUp, task: 'enrol' }]}>
          {texts.appNone}
        </Row>
      ) : (
        <>
          <Row label={texts.app} actions={[{ label: texts.remove, task: 'remove-app', isBad: true }]}>
            {texts.appSince(shownDay(factor.enrolledAt, language))}
          </Row>
          <Row label={texts.recoveryCodes} actions={[{ label: texts.newCodes, task: 'recovery-codes' }]}>
            <span class={factor.recoveryCodesLeft <= fewCodes ? 'warn' : undefined}>
              {texts.codesLeft(factor.recoveryCodesLeft)}
            </span>
          </Row>
        </>
      )}
    </Section>
  )
}

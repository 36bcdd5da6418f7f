/** Number, user name and password. What the application does not offer is shown only where the user has it. */

import { maskedNumber } from '../../controls/masked-number.ts'
import { ownName, ownNumber } from '../own-ways.ts'
import { usePage } from '../page.ts'
import { shownDay } from '../show.ts'
import { Row } from './row.tsx'
import { Section } from './section.tsx'

export function SignInWays() {
  const { texts, account, server, language, go } = usePage()
  const { facts } = server
  const number = ownNumber(account, facts)
  const name = ownName(account, facts)
  const changePhone = { label: number === undefined ? texts.add : texts.change, task: 'phone' } as const
  return (
    <Section title={texts.signInWays}>
      {facts.phone !== null && (
        <Row label={texts.phoneNumber} actions={[changePhone]}>
          {number === undefined ? (
            texts.none
          ) : (
            <bdi class="number-shown">{maskedNumber(number.phone, facts.callingCodes)}</bdi>
          )}
          {number !== undefined && (
            <button type="button" class="link below" onClick={() => go('lost-phone')}>
              {texts.lostPhone}
            </button>
          )}
        </Row>
      )}
      {facts.password !== null && name !== undefined && (
        <Row label={texts.username} actions={[{ label: texts.change, task: 'username' }]}>
          <bdi>{account.username ?? name.name}</bdi>
        </Row>
      )}
      {facts.password !== null && (
        <Row
          label={texts.password}
          actions={[{ label: name === undefined ? texts.set : texts.change, task: 'password' }]}
        >
          {name === undefined
            ? texts.passwordNone
            : texts.passwordChangedAt(shownDay(name.changedAt, language))}
        </Row>
      )}
    </Section>
  )
}

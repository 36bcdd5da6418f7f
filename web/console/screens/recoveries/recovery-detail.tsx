/** One request: what the person said, what is known of the account, and the answer. */
import { Alert, Text, Title } from '@mantine/core'
import { callAdmin } from '../../admin-server.ts'
import type { RecoveryItem, UserDetail } from '../../answers.ts'
import { For } from '../../me.tsx'
import { ConfirmAction } from '../../parts/confirm-action.tsx'
import { Waiting } from '../../parts/data-table.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Frame } from '../../parts/frame.tsx'
import { Link } from '../../parts/link.tsx'
import { Problem } from '../../parts/problem.tsx'
import { StatusBadge } from '../../parts/status-badge.tsx'
import { TimeText } from '../../parts/time-text.tsx'
import { hrefOf } from '../../place.ts'
import { recoveriesTexts } from '../../texts/recoveries.ts'
import { useAnswer } from '../../use-answer.ts'
import { useTenant } from '../../use-tenant.ts'
import { useLanguageTag, useTexts } from '../../use-texts.ts'

export function RecoveryDetail({ id }: { readonly id: string }) {
  const texts = useTexts(recoveriesTexts)
  const { inTenant } = useTenant()
  const path = inTenant(`recoveries/${encodeURIComponent(id)}`)
  const { data, error, refetch } = useAnswer<RecoveryItem>(path)
  const up = { title: texts.title, href: hrefOf(['recoveries']) }
  if (error !== null)
    return (
      <Frame title={id} up={up}>
        <Problem error={error} again={() => void refetch()} />
      </Frame>
    )
  if (data === undefined)
    return (
      <Frame title={id} up={up}>
        <Waiting />
      </Frame>
    )
  const isOpen = data.endedAt === null
  return (
    <Frame
      title={data.nick || texts.unnamed}
      up={up}
      actions={<For least="operator">{isOpen && <Answers recovery={data} />}</For>}
    >
      {data.state === 'asked' && (
        <Alert color="yellow" mb="md">
          {texts.advice}
        </Alert>
      )}
      <div className="columns">
        <Request recovery={data} />
        <Account recovery={data} />
      </div>
    </Frame>
  )
}

type Shown = { readonly recovery: RecoveryItem }

function Answers({ recovery: { id, nick, userId, newPhone, dueAt, state } }: Shown) {
  const texts = useTexts(recoveriesTexts)
  const { inBody } = useTenant()
  const tag = useLanguageTag()
  const who = nick || userId
  const moment = new Intl.DateTimeFormat(tag, { dateStyle: 'medium', timeStyle: 'short' }).format(dueAt)
  const doing = (name: string) => () =>
    callAdmin('POST', `recoveries/${encodeURIComponent(id)}/${name}`, inBody)
  return (
    <>
      {state === 'asked' && (
        <ConfirmAction
          label={texts.approve}
          question={texts.approveAsk(who, newPhone, moment)}
          done={texts.approved}
          act={doing('approve')}
        />
      )}
      <ConfirmAction
        label={texts.refuse}
        question={texts.refuseAsk(who)}
        done={texts.refused}
        act={doing('refuse')}
        isGrave
      />
    </>
  )
}

function Request({ recovery: one }: Shown) {
  const texts = useTexts(recoveriesTexts)
  return (
    <section className="panel">
      <Title order={2} size="h5" mb="sm">
        {texts.request}
      </Title>
      <Facts
        facts={[
          [texts.state, <StatusBadge key="state" status={one.state} text={texts.states[one.state]} />],
          [texts.reason, <span key="reason">{one.reason}</span>],
          [texts.oldNumber, one.oldPhone],
          [texts.told, texts.notices[one.notice]],
          [
            texts.newNumber,
            <span key="new">
              {one.newPhone}{' '}
              <Text span size="sm" c="dimmed">
                {texts.newNumberNote}
              </Text>
            </span>,
          ],
          [texts.askedAt, <TimeText key="asked" at={one.askedAt} />],
          [texts.dueAt, <TimeText key="due" at={one.dueAt} />],
          [
            texts.answered,
            one.decidedBy === null ? null : (
              <span key="answered">
                <TimeText at={one.decidedAt} /> {texts.by(one.decidedBy)}
              </span>
            ),
          ],
          [texts.ended, <TimeText key="ended" at={one.endedAt} />],
          [texts.address, one.address],
          [texts.client, <code key="client">{one.clientId}</code>],
          [texts.loginType, <code key="login">{one.loginType}</code>],
        ]}
      />
    </section>
  )
}

/** A user who was deleted meanwhile has taken the request along. */
function Account({ recovery: { userId } }: Shown) {
  const texts = useTexts(recoveriesTexts)
  const { inTenant } = useTenant()
  const { data, error } = useAnswer<UserDetail>(inTenant(`users/${encodeURIComponent(userId)}`))
  return (
    <section className="panel">
      <Title order={2} size="h5" mb="sm">
        {texts.account}
      </Title>
      {error !== null && <Problem error={error} />}
      {error === null && data === undefined && <Waiting />}
      {data !== undefined && (
        <Facts
          facts={[
            [texts.created, <TimeText key="created" at={data.user.createdAt} />],
            [texts.lastLogin, <TimeText key="login" at={data.user.lastLoginAt} />],
            [texts.factor, data.factor === null ? texts.none : texts.factorStays],
          ]}
        />
      )}
      <Text size="sm" mt="md">
        <Link href={hrefOf(['users', userId])}>{texts.accountLink}</Link>
      </Text>
    </section>
  )
}

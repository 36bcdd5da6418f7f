import { Title } from '@mantine/core'
import type { UserDetail } from '../../answers.ts'
import { DataTable } from '../../parts/data-table.tsx'
import { Facts } from '../../parts/facts.tsx'
import { Link } from '../../parts/link.tsx'
import { StatusBadge } from '../../parts/status-badge.tsx'
import { TimeText } from '../../parts/time-text.tsx'
import { hrefOf } from '../../place.ts'
import { usersTexts } from '../../texts/users.ts'
import { useTexts } from '../../use-texts.ts'

type Binding = {
  readonly loginType: string
  readonly shown: string
  readonly since: number
  readonly mustReplace?: boolean
}

export function UserOverview({ detail }: { readonly detail: UserDetail }) {
  const texts = useTexts(usersTexts)
  const { user, factor } = detail
  const bindings: readonly Binding[] = [
    ...detail.phones.map(({ loginType, phone, boundAt }) => ({ loginType, shown: phone, since: boundAt })),
    ...detail.names.map(({ loginType, name, changedAt }) => ({
      loginType,
      shown: name,
      since: changedAt,
      mustReplace: detail.passwordExpiredAt !== null && changedAt <= detail.passwordExpiredAt,
    })),
  ]
  const profile = Object.entries(detail.profile).filter(([, value]) => value !== null && value !== '')
  return (
    <div className="columns">
      <section className="panel">
        <Title order={2} size="h5" mb="sm">
          {texts.tabs.overview}
        </Title>
        <Facts
          facts={[
            [
              texts.id,
              <code key="id" className="id">
                {user.userId}
              </code>,
            ],
            [
              texts.status,
              <StatusBadge
                key="status"
                status={user.status}
                text={texts.statuses[user.status] ?? user.status}
              />,
            ],
            [texts.fullName, user.name],
            [texts.created, <TimeText key="created" at={user.createdAt} />],
            [texts.lastLogin, <TimeText key="login" at={user.lastLoginAt} />],
            ...(detail.recoveryId === null
              ? []
              : [
                  [
                    texts.openRecovery,
                    <Link key="recovery" href={hrefOf(['recoveries', detail.recoveryId])}>
                      {texts.seeRecovery}
                    </Link>,
                  ] as const,
                ]),
            [texts.corps, detail.corps.join(', ')],
            [texts.factor, factor === null ? texts.noFactor : texts.factorText(factor.recoveryCodesLeft)],
            ...profile.map(
              ([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)] as const,
            ),
          ]}
        />
      </section>
      <section className="panel">
        <Title order={2} size="h5" mb="sm">
          {texts.bindings}
        </Title>
        <DataTable
          caption={texts.bindings}
          asked={{ items: bindings }}
          keyOf={({ loginType, shown }) => `${loginType} ${shown}`}
          empty={texts.noBindings}
          columns={[
            {
              title: texts.name,
              cell: ({ shown, loginType }) => (
                <>
                  {shown}
                  <code className="under">{loginType}</code>
                </>
              ),
            },
            {
              title: texts.bound,
              cell: ({ since, mustReplace = false }) => (
                <>
                  <TimeText at={since} />{' '}
                  {mustReplace && <StatusBadge status="pending" text={texts.mustReplace} />}
                </>
              ),
            },
          ]}
        />
      </section>
    </div>
  )
}

/** One user: bindings, organisations, sessions, second factor, recent events, and what can be done. */
import { Tabs } from '@mantine/core'
import type { UserDetail } from '../../answers.ts'
import { For } from '../../me.tsx'
import { Waiting } from '../../parts/data-table.tsx'
import { Frame } from '../../parts/frame.tsx'
import { Problem } from '../../parts/problem.tsx'
import { goTo, hrefOf, usePlace } from '../../place.ts'
import { usersTexts } from '../../texts/users.ts'
import { useAnswer } from '../../use-answer.ts'
import { useTenant } from '../../use-tenant.ts'
import { useTexts } from '../../use-texts.ts'
import { UserActions } from './user-actions.tsx'
import { UserEvents } from './user-events.tsx'
import { UserOverview } from './user-overview.tsx'
import { UserSessions } from './user-sessions.tsx'

export function UserDetailScreen({ id }: { readonly id: string }) {
  const texts = useTexts(usersTexts)
  const { inTenant } = useTenant()
  const { path, query } = usePlace()
  const { data, error, refetch } = useAnswer<UserDetail>(inTenant(`users/${encodeURIComponent(id)}`))
  const up = { title: texts.title, href: hrefOf(['users']) }
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
  return (
    <Frame
      title={data.user.nick || texts.unnamed}
      up={up}
      actions={
        <For least="operator">
          <UserActions detail={data} />
        </For>
      }
    >
      <Tabs
        value={query.get('tab') ?? 'overview'}
        onChange={(tab) => goTo(hrefOf(path, { tab: tab ?? '' }), { replace: true })}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="overview">{texts.tabs.overview}</Tabs.Tab>
          <Tabs.Tab value="sessions">
            {texts.tabs.sessions} ({data.sessions.length})
          </Tabs.Tab>
          <Tabs.Tab value="events">{texts.tabs.events}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="overview">
          <UserOverview detail={data} />
        </Tabs.Panel>
        <Tabs.Panel value="sessions">
          <UserSessions sessions={data.sessions} />
        </Tabs.Panel>
        <Tabs.Panel value="events">
          <UserEvents userId={data.user.userId} events={data.events} />
        </Tabs.Panel>
      </Tabs>
    </Frame>
  )
}

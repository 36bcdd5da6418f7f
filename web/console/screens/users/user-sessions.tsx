import type { UserSession } from '../../answers.ts'
import { DataTable } from '../../parts/data-table.tsx'
import { TimeText } from '../../parts/time-text.tsx'
import { usersTexts } from '../../texts/users.ts'
import { useTexts } from '../../use-texts.ts'

export function UserSessions({ sessions }: { readonly sessions: readonly UserSession[] }) {
  const texts = useTexts(usersTexts)
  return (
    <DataTable
      caption={texts.tabs.sessions}
      asked={{ items: sessions }}
      keyOf={({ id }) => id}
      empty={texts.noSessions}
      columns={[
        {
          title: texts.device,
          cell: ({ platform, agent, clientId }) => (
            <>
              <span className="long-cell" title={agent ?? ''}>
                {[platform, agent].filter(Boolean).join(' · ') || '–'}
              </span>
              <span className="under">
                {texts.client} <code className="id">{clientId}</code>
              </span>
            </>
          ),
        },
        { title: texts.address, cell: ({ address }) => address || '–' },
        { title: texts.loggedIn, cell: ({ loginTime }) => <TimeText at={loginTime} /> },
        { title: texts.lastSeen, cell: ({ lastSeen }) => <TimeText at={lastSeen} /> },
        { title: texts.ends, cell: ({ expiresAt }) => <TimeText at={expiresAt} /> },
      ]}
    />
  )
}

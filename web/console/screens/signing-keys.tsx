import { Checkbox, Text } from '@mantine/core'
import { callAdmin } from '../admin-server.ts'
import type { SigningKey } from '../answers.ts'
import { For } from '../me.tsx'
import { ConfirmAction } from '../parts/confirm-action.tsx'
import { DataTable } from '../parts/data-table.tsx'
import { StatusBadge } from '../parts/status-badge.tsx'
import { TimeText } from '../parts/time-text.tsx'
import { accessTexts } from '../texts/access.ts'
import { useAnswer } from '../use-answer.ts'
import { useTexts } from '../use-texts.ts'

export function SigningKeys() {
  const texts = useTexts(accessTexts)
  const { data, error, refetch } = useAnswer<{ readonly items: readonly SigningKey[] }>('signing-keys')
  return (
    <>
      <div className="part-line">
        <Text size="sm" c="dimmed">
          {texts.signingKeysHint}
        </Text>
        <For least="owner">
          <ConfirmAction
            label={texts.rotate}
            question={texts.rotateAsk}
            done={texts.rotated}
            act={({ force }) => callAdmin('POST', 'signing-keys/rotate', { force: force !== undefined })}
          >
            <Checkbox name="force" label={texts.force} description={texts.forceHint} />
          </ConfirmAction>
        </For>
      </div>
      <DataTable
        caption={texts.signingKeys}
        asked={{ items: data?.items, error, again: () => void refetch() }}
        keyOf={({ kid }) => kid}
        empty={texts.noSigningKeys}
        columns={[
          { title: texts.keyId, cell: ({ kid }) => <code className="id">{kid}</code> },
          { title: texts.algorithm, cell: ({ algorithm }) => <code>{algorithm}</code> },
          {
            title: texts.state,
            cell: ({ state }) => <StatusBadge status={state} text={texts.keyStates[state]} />,
          },
          { title: texts.created, cell: ({ createdAt }) => <TimeText at={createdAt} /> },
          { title: texts.retired, cell: ({ retiredAt }) => <TimeText at={retiredAt} /> },
          { title: texts.published, cell: ({ verifiesUntil }) => <TimeText at={verifiesUntil} /> },
        ]}
      />
    </>
  )
}

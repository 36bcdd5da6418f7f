import { NumberInput, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { callAdmin } from '../admin-server.ts'
import type { Role } from '../answers.ts'
import { ConfirmAction } from '../parts/confirm-action.tsx'
import { DataTable } from '../parts/data-table.tsx'
import { OnceShown } from '../parts/once-shown.tsx'
import { RoleField } from '../parts/role-field.tsx'
import { TimeText } from '../parts/time-text.tsx'
import { accessTexts } from '../texts/access.ts'
import { useAnswer } from '../use-answer.ts'
import { useTexts } from '../use-texts.ts'

type Key = {
  readonly id: string
  readonly title: string
  readonly role: Role
  readonly createdBy: string
  readonly createdAt: number
  readonly expiresAt: number
}

export function ProgramKeys() {
  const texts = useTexts(accessTexts)
  const { data, error, refetch } = useAnswer<{ readonly keys: readonly Key[] }>('keys')
  return (
    <>
      <div className="part-line">
        <Text size="sm" c="dimmed">
          {texts.programKeysHint}
        </Text>
        <NewKey />
      </div>
      <DataTable
        caption={texts.programKeys}
        asked={{ items: data?.keys, error, again: () => void refetch() }}
        keyOf={({ id }) => id}
        empty={texts.noKeys}
        columns={[
          { title: texts.title, cell: ({ title }) => title },
          { title: texts.role, cell: ({ role }) => texts.roles[role] },
          { title: texts.createdBy, cell: ({ createdBy }) => createdBy },
          { title: texts.created, cell: ({ createdAt }) => <TimeText at={createdAt} /> },
          { title: texts.ends, cell: ({ expiresAt }) => <TimeText at={expiresAt} /> },
          {
            title: '',
            isFigure: true,
            cell: ({ id, title }) => (
              <ConfirmAction
                label={texts.remove}
                question={texts.removeKeyAsk(title)}
                done={texts.keyRemoved(title)}
                act={() => callAdmin('DELETE', `keys/${encodeURIComponent(id)}`)}
                isGrave
              />
            ),
          },
        ]}
      />
    </>
  )
}

function NewKey() {
  const texts = useTexts(accessTexts)
  const [secret, setSecret] = useState<string>()
  return (
    <>
      <ConfirmAction
        label={texts.makeKey}
        question={texts.makeKeyAsk}
        done={texts.keyMade}
        act={async ({ title, role, days }) => {
          const made = await callAdmin<{ secret: string }>('POST', 'keys', {
            title,
            role,
            days: Number(days),
          })
          setSecret(made.secret)
        }}
        button={{ size: 'sm', variant: 'filled' }}
      >
        <TextInput name="title" label={texts.title} required maxLength={64} data-autofocus />
        <RoleField />
        <NumberInput
          name="days"
          label={texts.days}
          description={texts.daysHint}
          defaultValue={90}
          min={1}
          max={366}
          allowDecimal={false}
          required
        />
      </ConfirmAction>
      <OnceShown title={texts.keyTitle} text={secret} done={texts.done} onDone={() => setSecret(undefined)} />
    </>
  )
}

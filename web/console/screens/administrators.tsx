/** Who may be in the console. */
import { Badge, Group } from '@mantine/core'
import { useState } from 'react'
import { callAdmin } from '../admin-server.ts'
import type { Role } from '../answers.ts'
import { For, useMay, useMe } from '../me.tsx'
import { ConfirmAction } from '../parts/confirm-action.tsx'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { Frame } from '../parts/frame.tsx'
import { OnceShown } from '../parts/once-shown.tsx'
import { RoleField } from '../parts/role-field.tsx'
import { TimeText } from '../parts/time-text.tsx'
import { accessTexts } from '../texts/access.ts'
import { useAnswer } from '../use-answer.ts'
import { useTexts } from '../use-texts.ts'

type Administrator = {
  readonly id: string
  readonly name: string
  readonly role: Role
  readonly createdAt: number
}

export function Administrators() {
  const texts = useTexts(accessTexts)
  const me = useMe()
  const isOwner = useMay('owner')
  const { data, error, refetch } = useAnswer<{ readonly admins: readonly Administrator[] }>('admins')
  const columns: readonly Column<Administrator>[] = [
    {
      title: texts.name,
      cell: ({ id, name }) => (
        <>
          {name} {id === me.id && <Badge color="gray">{texts.you}</Badge>}
        </>
      ),
    },
    { title: texts.role, cell: ({ role }) => texts.roles[role] },
    { title: texts.created, cell: ({ createdAt }) => <TimeText at={createdAt} /> },
    ...(isOwner
      ? [{ title: '', cell: (admin: Administrator) => <AdministratorActions admin={admin} /> }]
      : []),
  ]
  return (
    <Frame
      title={texts.administrators}
      hint={texts.administratorsHint}
      actions={
        <For least="owner">
          <Invite />
        </For>
      }
    >
      <DataTable
        caption={texts.administrators}
        columns={columns}
        asked={{ items: data?.admins, error, again: () => void refetch() }}
        keyOf={({ id }) => id}
        empty={texts.noAdministrators}
      />
    </Frame>
  )
}

function AdministratorActions({ admin: { id, name, role } }: { readonly admin: Administrator }) {
  const texts = useTexts(accessTexts)
  const path = `admins/${encodeURIComponent(id)}`
  return (
    <Group gap="xs" justify="flex-end" wrap="nowrap">
      <ConfirmAction
        label={texts.changeRole}
        question={texts.changeRoleAsk(name)}
        done={texts.roleChanged(name)}
        act={(fields) => callAdmin('PUT', path, { role: fields.role })}
      >
        <RoleField given={role} />
      </ConfirmAction>
      <ConfirmAction
        label={texts.remove}
        question={texts.removeAsk(name)}
        done={texts.removed(name)}
        act={() => callAdmin('DELETE', path)}
        isGrave
      />
    </Group>
  )
}

function Invite() {
  const texts = useTexts(accessTexts)
  const [link, setLink] = useState<string>()
  return (
    <>
      <ConfirmAction
        label={texts.invite}
        question={texts.inviteAsk}
        done={texts.invited}
        act={async ({ role }) =>
          setLink((await callAdmin<{ link: string }>('POST', 'admins', { role })).link)
        }
        button={{ size: 'sm', variant: 'filled' }}
      >
        <RoleField />
      </ConfirmAction>
      <OnceShown title={texts.linkTitle} text={link} done={texts.done} onDone={() => setLink(undefined)} />
    </>
  )
}

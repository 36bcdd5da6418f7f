/** Tenants: made and closed by owners. */
import { TextInput } from '@mantine/core'
import { callAdmin } from '../admin-server.ts'
import type { Tenant } from '../answers.ts'
import { For, useMay } from '../me.tsx'
import { ConfirmAction } from '../parts/confirm-action.tsx'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { Frame } from '../parts/frame.tsx'
import { Link } from '../parts/link.tsx'
import { StatusBadge } from '../parts/status-badge.tsx'
import { TimeText } from '../parts/time-text.tsx'
import { hrefOf } from '../place.ts'
import { accessTexts } from '../texts/access.ts'
import { useAnswer } from '../use-answer.ts'
import { useTexts } from '../use-texts.ts'

const isClosed = ({ state }: Tenant) => state === 'closed'

export function Tenants() {
  const texts = useTexts(accessTexts)
  const isOwner = useMay('owner')
  const { data, error, refetch } = useAnswer<{ readonly items: readonly Tenant[] }>('tenants')
  const columns: readonly Column<Tenant>[] = [
    {
      title: texts.title,
      cell: ({ id, title }) => (
        <Link href={hrefOf(['users'], { tenant: id === 'default' ? '' : id })}>{title || id}</Link>
      ),
    },
    { title: texts.id, cell: ({ id }) => <code>{id}</code> },
    {
      title: texts.status,
      cell: (tenant) =>
        isClosed(tenant) ? (
          <StatusBadge status="disabled" text={texts.closed} />
        ) : (
          <StatusBadge status="open" text={texts.open} />
        ),
    },
    { title: texts.created, cell: ({ createdAt }) => <TimeText at={createdAt} /> },
    ...(isOwner
      ? [
          {
            title: '',
            isFigure: true,
            cell: (tenant: Tenant) =>
              tenant.id === 'default' || isClosed(tenant) ? null : <CloseTenant tenant={tenant} />,
          },
        ]
      : []),
  ]
  return (
    <Frame
      title={texts.tenants}
      hint={texts.tenantsHint}
      actions={
        <For least="owner">
          <ConfirmAction
            label={texts.newTenant}
            question={texts.newTenantAsk}
            done={texts.tenantMade}
            act={({ id, title }) => callAdmin('POST', 'tenants', { id, title })}
            button={{ size: 'sm', variant: 'filled' }}
          >
            <TextInput
              name="id"
              label={texts.id}
              description={texts.idHint}
              required
              maxLength={64}
              data-autofocus
            />
            <TextInput name="title" label={texts.title} required maxLength={64} />
          </ConfirmAction>
        </For>
      }
    >
      <DataTable
        caption={texts.tenants}
        columns={columns}
        asked={{ items: data?.items, error, again: () => void refetch() }}
        keyOf={({ id }) => id}
        empty={texts.noTenants}
      />
    </Frame>
  )
}

function CloseTenant({ tenant: { id, title } }: { readonly tenant: Tenant }) {
  const texts = useTexts(accessTexts)
  return (
    <ConfirmAction
      label={texts.close}
      question={texts.closeAsk(title || id)}
      done={texts.tenantClosed(title || id)}
      act={() => callAdmin('POST', `tenants/${encodeURIComponent(id)}/close`)}
      isGrave
    />
  )
}

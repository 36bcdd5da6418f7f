/** Which screen an address shows. The heavy ones are loaded when they are gone to. */
import { lazy, type ReactNode, Suspense } from 'react'
import { Waiting } from '../parts/data-table.tsx'
import { Administrators } from './administrators.tsx'
import { AuditLog } from './audit-log.tsx'
import { Keys } from './keys.tsx'
import { Messages } from './messages/messages.tsx'
import { NotHere } from './not-here.tsx'
import { Recoveries } from './recoveries/recoveries.tsx'
import { RecoveryDetail } from './recoveries/recovery-detail.tsx'
import { Tenants } from './tenants.tsx'
import { UserDetailScreen } from './users/user-detail.tsx'
import { UserTransfer } from './users/user-transfer.tsx'
import { Users } from './users/users.tsx'
import { Webhooks } from './webhooks/webhooks.tsx'

const Elements = lazy(async () => ({ default: (await import('./elements/elements.tsx')).Elements }))
const Today = lazy(async () => ({ default: (await import('./today/today.tsx')).Today }))

export function ScreenOf({ path }: { readonly path: readonly string[] }) {
  return <Suspense fallback={<Waiting />}>{screenOf(path)}</Suspense>
}

function screenOf([name, id, ...more]: readonly string[]): ReactNode {
  if (more.length > 0) return <NotHere />
  switch (name) {
    case undefined:
    case 'today':
      return <Today />
    case 'users':
      if (id === 'transfer') return <UserTransfer />
      return id === undefined ? <Users /> : <UserDetailScreen id={id} />
    case 'recoveries':
      return id === undefined ? <Recoveries /> : <RecoveryDetail id={id} />
    case 'elements':
      return <Elements fullName={id} />
    case 'webhooks':
      return <Webhooks id={id} />
    default:
      return id === undefined ? plainScreenOf(name) : <NotHere />
  }
}

/** Screens without parts of their own. */
function plainScreenOf(name: string): ReactNode {
  switch (name) {
    case 'messages':
      return <Messages />
    case 'audit':
      return <AuditLog />
    case 'keys':
      return <Keys />
    case 'tenants':
      return <Tenants />
    case 'administrators':
      return <Administrators />
    default:
      return <NotHere />
  }
}

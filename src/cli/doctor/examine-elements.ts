/** The elements of the app: can it start, and what in it is unsafe? */
import { findOtherOwner } from '../../app/data-owner.ts'
import { findUnsafe, isLoopback } from '../../app/unsafe-elements.ts'
import type { Settings } from '../../config/load-settings.ts'
import type { StoredEdit } from '../../edits/edit.ts'
import { literalSecret } from '../../elements/configuration.ts'
import { type Fault, formatFault } from '../../elements/fault.ts'
import type { Registry } from '../../elements/registry.ts'
import { loadWithEdits } from '../load-with-edits.ts'
import { type Finding, ok, unsafe, warning } from './finding.ts'

export async function examineElements(settings: Settings): Promise<Finding[]> {
  const { app, data, production, host } = settings
  const { registry, faults, warnings, edits, unread } = await loadWithEdits(settings)
  if (registry === undefined) return faults.map((fault) => unsafe('app', formatFault(fault)))
  const misplaced = findUnsafe(registry, { production, loopback: isLoopback(host) })
  return [
    ok('app', `${registry.appId} in ${app}`),
    ...examineOwner(data, registry.appId),
    ...countFamilies(registry),
    ...examineEdits(edits, unread),
    ...misplaced.map((fault) => unsafe('elements', formatFault(fault))),
    ...warnings.map((fault) => fromWarning(fault, production)),
  ]
}

function examineOwner(data: string, appId: string): Finding[] {
  const other = findOtherOwner(data, appId)
  return other === undefined ? [] : [warning('data', formatFault(other))]
}

function examineEdits(edits: readonly StoredEdit[], unread: Fault | undefined): Finding[] {
  if (unread !== undefined) return [warning('console', unread.message)]
  const names = edits.map(({ fullName }) => fullName).join(', ')
  return edits.length === 0 ? [] : [ok('console', `edited while the app ran: ${names}`)]
}

const families = [
  ['auths.loginTypes.Meta', 'login types'],
  ['SMS.Meta', 'SMS services'],
  ['clients.Meta', 'clients'],
  ['corps.Meta', 'organisations'],
] as const

function countFamilies(registry: Registry): Finding[] {
  return families.map(([family, name]) => {
    const names = registry.list({ family, tier: 'instance' }).map(({ fullName }) => fullName)
    return names.length > 0 ? ok(name, names.join(', ')) : warning(name, 'the app has none')
  })
}

/** Secrets that others can read, fixed codes and sends without a captcha are unsafe where real users are. */
function fromWarning(fault: Fault, production: boolean): Finding {
  const isOpenDoor = fault.message === literalSecret || /^\/(?:testNumbers\/|captcha$)/.test(fault.pointer)
  return (production && isOpenDoor ? unsafe : warning)('elements', formatFault(fault))
}

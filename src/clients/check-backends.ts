/** What is wrong with the settings of a client for its back ends. */
import type { SettingFault } from '../elements/setting-faults.ts'
import { isRange } from './access-rules.ts'
import { isStoredSecret } from './client-secret.ts'
import type { ClientSettings } from './client-settings.ts'

export function checkBackends({ clientSecret, trustedBackends }: ClientSettings): SettingFault[] {
  return [...checkSecret(clientSecret), ...checkRanges(trustedBackends, clientSecret)]
}

function checkSecret(clientSecret: string | undefined): SettingFault[] {
  if (clientSecret === undefined || isStoredSecret(clientSecret)) return []
  const message =
    'has to be the digest of a secret, sha256: and 64 hex digits: `latchkey client secret` makes both'
  return [{ pointer: '/clientSecret', message }]
}

function checkRanges(ranges: readonly string[], clientSecret: string | undefined): SettingFault[] {
  const faults = ranges.flatMap((range, i) =>
    isRange(range) ? [] : [{ pointer: `/trustedBackends/${i}`, message: `is no address or range: ${range}` }],
  )
  if (ranges.length === 0 || clientSecret !== undefined) return faults
  return [...faults, { pointer: '/trustedBackends', message: 'needs a clientSecret to know their calls by' }]
}

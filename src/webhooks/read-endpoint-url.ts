import { type InternalHosts, targetFault } from '../base/allowed-target.ts'
import { refuse } from '../base/refusal.ts'

const longestUrl = 2048

/** Where webhooks may go. Refused as `API_PARAMS_ERROR` for what is not even tried. */
export function readEndpointUrl(text: string, internal: InternalHosts): URL {
  const url = text.length <= longestUrl ? URL.parse(text) : null
  if (url === null) throw wrongUrl(`has to be a URL of ${longestUrl} characters at most`)
  if (url.username !== '' || url.password !== '') throw wrongUrl('must not hold a user or a password')
  if (url.hash !== '') throw wrongUrl('must not have a fragment')
  const fault = targetFault(url, internal)
  if (fault !== undefined) throw wrongUrl(fault)
  return url
}

function wrongUrl(reason: string) {
  return refuse('API_PARAMS_ERROR', { arguments: { url: reason } })
}

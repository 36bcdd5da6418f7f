/** Where a browser may be sent back to: what `redirectUris` of the client lists, and nothing else (spec 6, A42). */
import type { SettingFault } from '../elements/setting-faults.ts'
import type { Client } from './client.ts'
import type { ClientSettings } from './client-settings.ts'

/** Schemes that would run what stands behind them. */
const unsafeSchemes = new Set(['javascript:', 'data:', 'vbscript:', 'blob:', 'file:', 'about:'])

/** An address that is not whole, or not written as it is understood, would never meet or meet another. */
export function checkRedirects({ redirectUris }: Pick<ClientSettings, 'redirectUris'>): SettingFault[] {
  return redirectUris.flatMap((text, i) => {
    const url = URL.canParse(text) ? new URL(text) : undefined
    const isFit =
      url !== undefined &&
      !unsafeSchemes.has(url.protocol) &&
      !text.includes('*') &&
      url.hash === '' &&
      url.username + url.password === ''
    if (isFit && (url.href === text || url.origin === text)) return []
    const message = isFit
      ? `is no address as browsers write it: ${url.href}`
      : 'is no whole address that a browser may be sent to'
    return [{ pointer: `/redirectUris/${i}`, message }]
  })
}

/** The address to send to, when it is listed, or is of the web origin of one that is. */
export function redirectTarget(
  { redirectUris }: Pick<Client, 'redirectUris'>,
  text: string,
): string | undefined {
  if (redirectUris.includes(text)) return text
  const url = URL.canParse(text) ? new URL(text) : undefined
  const isWeb = url?.protocol === 'https:' || url?.protocol === 'http:'
  if (url === undefined || !isWeb || url.username + url.password !== '') return undefined
  return redirectUris.some((listed) => new URL(listed).origin === url.origin) ? url.href : undefined
}

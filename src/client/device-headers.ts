/**
 * What the SDK API wants to know of a device (spec 5, "Headers"). The fingerprint is a random id that this browser
 * keeps for this origin: nothing of the person or the machine is measured, and clearing the site's data forgets it.
 */
const place = 'latchkey-device'
const form = /^[0-9a-f]{32}$/

export type DeviceHeaders = Readonly<Record<string, string>>

/**
 * Of one page; where nothing may be stored the id lasts as long as the page. `nameless`: without a fingerprint, for
 * pages whose server knows a browser by a cookie.
 */
export function createDeviceHeaders(nameless = false): () => DeviceHeaders {
  let id: string | undefined
  return () => {
    if (!nameless) id ??= keptId() ?? newId()
    const { userAgent, platform } = navigator
    return {
      ...(id === undefined ? {} : { 'X-device-fingerprint': id }),
      'X-operating-sys-version': platform || 'unknown',
      'X-agent': userAgent.slice(0, 256) || 'unknown',
    }
  }
}

function keptId(): string | undefined {
  try {
    const kept = localStorage.getItem(place) ?? ''
    return form.test(kept) ? kept : undefined
  } catch {
    return undefined
  }
}

function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  const made = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  try {
    localStorage.setItem(place, made)
  } catch {
    // A browser that stores nothing is a new device on every page.
  }
  return made
}

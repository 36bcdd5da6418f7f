/** Light or dark: what the device wishes, or what was chosen here. */
import { createContext, useCallback, useEffect, useState } from 'react'

export type Scheme = 'device' | 'light' | 'dark'

const place = 'latchkey-console-scheme'
const dark = matchMedia('(prefers-color-scheme: dark)')

export const SchemeContext = createContext<{ readonly scheme: Scheme; choose(scheme: Scheme): void }>({
  scheme: 'device',
  choose() {},
})

/** `shown` is what is on the screen. */
export function useScheme() {
  const [scheme, setScheme] = useState<Scheme>(kept)
  const [deviceIsDark, setDeviceIsDark] = useState(dark.matches)
  useEffect(() => {
    const look = () => setDeviceIsDark(dark.matches)
    dark.addEventListener('change', look)
    return () => dark.removeEventListener('change', look)
  }, [])
  const choose = useCallback((other: Scheme) => {
    keep(other)
    setScheme(other)
  }, [])
  const shown: 'light' | 'dark' = scheme === 'device' ? (deviceIsDark ? 'dark' : 'light') : scheme
  return { scheme, shown, choose }
}

function kept(): Scheme {
  try {
    const scheme = localStorage.getItem(place)
    return scheme === 'light' || scheme === 'dark' ? scheme : 'device'
  } catch {
    return 'device'
  }
}

function keep(scheme: Scheme): void {
  try {
    localStorage.setItem(place, scheme)
  } catch {
    // It is chosen anew the next time.
  }
}

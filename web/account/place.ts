/** What is open on the page: the overview, or one task, named by the fragment of the address. */
import { useEffect, useState } from 'preact/hooks'

export const tasks = [
  'profile',
  'phone',
  'lost-phone',
  'username',
  'password',
  'enrol',
  'recovery-codes',
  'remove-app',
  'close',
] as const

export type Task = (typeof tasks)[number]

/** '' is the overview. */
export type Place = Task | ''

export function placeOf(hash: string): Place {
  return tasks.find((task) => hash === `#${task}`) ?? ''
}

/** A change is a step in the history: the browser's way back leads to the overview. */
export function usePlace(): readonly [Place, (place: Place) => void] {
  const [place, set] = useState(() => placeOf(location.hash))
  useEffect(() => {
    const follow = () => set(placeOf(location.hash))
    addEventListener('hashchange', follow)
    return () => removeEventListener('hashchange', follow)
  }, [])
  const go = (wanted: Place) => {
    const { pathname, search } = location
    if (wanted !== placeOf(location.hash))
      history.pushState(null, '', `${pathname}${search}${wanted === '' ? '' : `#${wanted}`}`)
    set(wanted)
  }
  useEffect(() => {
    const follow = () => set(placeOf(location.hash))
    addEventListener('popstate', follow)
    return () => removeEventListener('popstate', follow)
  }, [])
  return [place, go]
}

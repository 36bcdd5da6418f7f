/** Where in the console a person is: the path below `/console` and its query, in the history of the browser. */
import { useSyncExternalStore } from 'react'

const root = '/console'

export type Place = {
  /** `['users', '7f…']` of `/console/users/7f…`. */
  readonly path: readonly string[]
  readonly query: URLSearchParams
}

const listeners = new Set<() => void>()

function listen(listener: () => void): () => void {
  listeners.add(listener)
  window.addEventListener('popstate', listener)
  return () => {
    listeners.delete(listener)
    window.removeEventListener('popstate', listener)
  }
}

const snapshot = () => location.pathname + location.search

export function usePlace(): Place {
  const [path = '', query] = useSyncExternalStore(listen, snapshot).split('?')
  return {
    path: path.slice(root.length).split('/').filter(Boolean).map(decodeURIComponent),
    query: new URLSearchParams(query),
  }
}

/** The address of a place; the tenant stays what it is unless the query names another. */
export function hrefOf(path: readonly string[], query: Readonly<Record<string, string>> = {}): string {
  const tenant = new URLSearchParams(location.search).get('tenant') ?? ''
  const given = Object.entries({ tenant, ...query }).filter(([, value]) => value !== '')
  const search = given.length === 0 ? '' : `?${new URLSearchParams(given)}`
  return [root, ...path.map(encodeURIComponent)].join('/') + search
}

/** `replace`: the place before is not one to come back to, as while a filter is typed. */
export function goTo(href: string, { replace = false } = {}): void {
  if (replace) history.replaceState(null, '', href)
  else history.pushState(null, '', href)
  for (const listener of listeners) listener()
  if (!replace) window.scrollTo(0, 0)
}

/** What the server answered, kept while it is shown; and the one place that learns that a session is over. */
import { QueryCache, QueryClient } from '@tanstack/react-query'
import { isRefused } from './admin-server.ts'

const endings = new Set<() => void>()

function noteEnd(error: unknown): void {
  if (isRefused(error, 'LOGIN_REQUIRED')) for (const tell of endings) tell()
}

const client = new QueryClient({
  queryCache: new QueryCache({ onError: noteEnd }),
  defaultOptions: { queries: { retry: false, staleTime: 5_000, refetchOnWindowFocus: false } },
})

export const answers = {
  client,
  /** A call that is no reading tells of its refusal here. */
  noteEnd,
  /** Gives a function that ends the listening. */
  onSessionEnd(listener: () => void): () => void {
    endings.add(listener)
    return () => void endings.delete(listener)
  },
  /** What is on the screen is asked anew. */
  refresh: () => client.invalidateQueries(),
  clearTexts: () => client.invalidateQueries({ queryKey: ['elements'] }),
  /** Nothing of one administrator is left for the next. */
  forget: () => client.clear(),
}

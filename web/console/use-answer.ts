/** One answer of the server, as a screen reads it. */
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { callAdmin } from './admin-server.ts'

/** `undefined` as a path asks nothing. `keep`: what was there stays on the screen until the next is. */
export function useAnswer<Answer>(path: string | undefined, { keep = false } = {}) {
  return useQuery({
    queryKey: [path?.split(/[/?]/)[0], path],
    queryFn: () => callAdmin<Answer>('GET', path ?? ''),
    enabled: path !== undefined,
    ...(keep ? { placeholderData: keepPreviousData } : {}),
  })
}

/** In which organisation somebody logs in. */
import { refuse } from '../base/refusal.ts'
import type { CorpListItem } from './corp-store.ts'

/** Refused as `CORP_INVALID` when the user does not belong to it, or names none and has to choose. */
export function chooseCorp(list: readonly CorpListItem[], corp: string): CorpListItem | undefined {
  if (corp === '' && list.length <= 1) return list[0]
  const chosen = list.find(({ corpId }) => corpId === corp) ?? list.find(({ corpName }) => corpName === corp)
  if (chosen === undefined) throw refuse('CORP_INVALID')
  return chosen
}

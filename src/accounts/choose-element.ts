/** Which login type and which organisation a name means. */
import { refuse } from '../base/refusal.ts'
import type { Corp, CorpListItem } from '../corps/corp-store.ts'

/** The element of this name; without a name the only one there is. `argument` is what a refusal calls the name. */
export function chooseElement<Element extends { readonly fullName: string }>(
  elements: readonly Element[],
  fullName: string | undefined,
  argument: string,
): Element {
  const chosen =
    fullName === undefined ? onlyOne(elements) : elements.find((one) => one.fullName === fullName)
  if (chosen !== undefined) return chosen
  const names = elements.map((one) => one.fullName).join(', ')
  const fault = names === '' ? 'is of no use: the app has no such login' : `has to be one of ${names}`
  throw refuse('API_PARAMS_ERROR', { arguments: { [argument]: fault } })
}

/** By id, else by name. */
export function chooseCorps(corps: readonly Corp[], names: readonly string[]): CorpListItem[] {
  const chosen = names.map((name) => {
    const corp =
      corps.find(({ corpId }) => corpId === name) ?? corps.find(({ corpName }) => corpName === name)
    if (corp === undefined)
      throw refuse('API_PARAMS_ERROR', { arguments: { corps: `names no organisation: ${name}` } })
    return corp
  })
  return [...new Set(chosen)]
}

function onlyOne<Item>(list: readonly Item[]): Item | undefined {
  return list.length === 1 ? list[0] : undefined
}

import type { Method } from './first-form.ts'
import { make } from './make.ts'
import type { Texts } from './texts.ts'

/** One is in the order of Tab; arrow keys go to the other. */
export function methodTabs(
  methods: readonly Method[],
  current: Method,
  texts: Texts,
  choose: (method: Method) => void,
): HTMLElement {
  const list = make('div', {
    className: 'tabs',
    '@role': 'tablist',
    '@part': 'tabs',
    '@aria-label': texts.logIn,
  })
  for (const method of methods)
    list.append(
      make(
        'button',
        {
          type: 'button',
          id: method,
          tabIndex: method === current ? 0 : -1,
          '@role': 'tab',
          '@part': method === current ? 'tab selected' : 'tab',
          '@aria-selected': method === current,
          onclick: () => choose(method),
          onkeydown: ({ key }: KeyboardEvent) => {
            const other = methods.find((each) => each !== method)
            if ((key !== 'ArrowLeft' && key !== 'ArrowRight') || other === undefined) return
            const root = list.getRootNode() as ShadowRoot
            choose(other)
            root.getElementById(other)?.focus()
          },
        },
        texts[method],
      ),
    )
  return list
}

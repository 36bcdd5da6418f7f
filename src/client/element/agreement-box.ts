import { make } from './make.ts'
import type { Stage } from './stage.ts'

type Given = { isGiven: boolean }

/** The texts that the application asks to agree to, with a box to tick; nothing where there are none. */
export function agreementBox(
  { facts, texts }: Pick<Stage, 'facts' | 'texts'>,
  agreement: Given,
  isRequired: boolean,
): HTMLElement[] {
  if (facts.agreements.length === 0) return []
  const links = facts.agreements.flatMap(({ title, url }, i) => [
    ...(i === 0 ? [] : [texts.listed]),
    make('a', { href: url, target: '_blank', rel: 'noreferrer' }, title[texts.language]),
  ])
  const box = make('input', {
    type: 'checkbox',
    required: isRequired,
    checked: agreement.isGiven,
    onchange: () => {
      agreement.isGiven = box.checked
    },
  })
  return [
    make(
      'label',
      { className: 'agree', '@part': 'agreements' },
      box,
      make('span', {}, texts.agree, ...links),
    ),
  ]
}

/** Names and what they are, in two columns. */
import { Fragment, type ReactNode } from 'react'

export function Facts({ facts }: { readonly facts: readonly (readonly [name: string, fact: ReactNode])[] }) {
  return (
    <dl className="facts">
      {facts.map(([name, fact]) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd>{fact === null || fact === undefined || fact === '' ? '–' : fact}</dd>
        </Fragment>
      ))}
    </dl>
  )
}

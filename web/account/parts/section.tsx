import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'

type Props = {
  readonly title: string
  readonly hint?: string | undefined
  readonly children: ComponentChildren
}

/** A group of rows with a heading. */
export function Section({ title, hint, children }: Props) {
  const id = useId()
  return (
    <section class="group" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {hint !== undefined && <p class="hint">{hint}</p>}
      {children}
    </section>
  )
}

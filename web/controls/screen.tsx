/**
 * What one step of the page looks like. Its first field takes the focus when it comes, with the title and the hint as
 * its description, so that they are read out before what is asked for.
 */
import type { ComponentChildren } from 'preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import { useFrame } from './frame.ts'
import { Icon } from './icon.tsx'

type Props = {
  readonly title: string
  readonly hint?: ComponentChildren
  readonly back?: (() => void) | undefined
  readonly children?: ComponentChildren
}

let isFirst = true

export function Screen({ title, hint, back, children }: Props) {
  const place = useRef<HTMLElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  const { texts } = useFrame()
  const id = useId()
  useLayoutEffect(() => {
    const wasFirst = isFirst
    isFirst = false
    // A keyboard that covers half of a phone before anything was touched is a nuisance.
    if (wasFirst && !matchMedia('(pointer: fine)').matches) return
    const input = place.current?.querySelector<HTMLElement>('input:not([type=radio]), [data-first]')
    const first = input ?? (wasFirst ? null : heading.current)
    if (input != null && !wasFirst) describe(input, hint === undefined ? id : `${id} ${id}-hint`)
    first?.focus({ preventScroll: wasFirst })
  }, [title])
  return (
    <section ref={place}>
      {back !== undefined && (
        <button type="button" class="back" onClick={back}>
          <Icon name="back" class="turns" />
          {texts.back}
        </button>
      )}
      <h1 ref={heading} id={id} tabIndex={-1}>
        {title}
      </h1>
      {hint !== undefined && (
        <p class="lead" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      {children}
    </section>
  )
}

/** Before what describes it already. */
function describe(input: HTMLElement, ids: string): void {
  const own = input.getAttribute('aria-describedby')
  input.setAttribute('aria-describedby', own === null ? ids : `${ids} ${own}`)
}

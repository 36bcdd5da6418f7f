/** What one step of the page looks like. It takes the focus when it comes, so that it is read out and typed into. */
import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
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
  useLayoutEffect(() => {
    const wasFirst = isFirst
    isFirst = false
    // A keyboard that covers half of a phone before anything was touched is a nuisance.
    if (wasFirst && !matchMedia('(pointer: fine)').matches) return
    const input = place.current?.querySelector<HTMLElement>('input:not([type=radio]), [data-first]')
    const first = input ?? (wasFirst ? null : heading.current)
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
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {hint !== undefined && <p class="lead">{hint}</p>}
      {children}
    </section>
  )
}

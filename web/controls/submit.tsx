import type { ComponentChildren } from 'preact'

/** The button of a form. It stays where the focus is while it works. */
export function Submit({
  isBusy,
  children,
}: {
  readonly isBusy: boolean
  readonly children: ComponentChildren
}) {
  return (
    <button type="submit" class="main" aria-disabled={isBusy} data-busy={isBusy}>
      <span>{children}</span>
    </button>
  )
}

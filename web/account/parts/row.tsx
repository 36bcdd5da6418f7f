import type { ComponentChildren } from 'preact'
import { usePage } from '../page.ts'
import type { Task } from '../place.ts'

type Action = { readonly label: string; readonly task: Task; readonly isBad?: boolean }

type Props = {
  readonly label: string
  readonly children: ComponentChildren
  readonly actions?: readonly Action[]
}

/** One thing that is kept, and what can be done with it. */
export function Row({ label, children, actions = [] }: Props) {
  const { texts, go } = usePage()
  return (
    <div class="row">
      <div class="row-text">
        <p class="row-label">{label}</p>
        <p class="row-value">{children}</p>
      </div>
      {actions.length > 0 && (
        <div class="row-actions">
          {actions.map((action) => (
            <button
              key={action.task}
              type="button"
              class={action.isBad === true ? 'link bad' : 'link'}
              aria-label={texts.about(action.label, label)}
              onClick={() => go(action.task)}
            >
              {action.label}
            </button>
          ))}
        </div>
      )}
    </div>
  )
}

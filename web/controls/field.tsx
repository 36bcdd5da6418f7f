/** A labelled text field with its hint and what is wrong with it. */
import type { ComponentChildren } from 'preact'
import { useId } from 'preact/hooks'
import type { Field as FieldName, Problem } from './problem.ts'
import { ProblemText } from './problem-text.tsx'

export type FieldProps = {
  readonly label: string
  readonly name: FieldName
  readonly value: string
  readonly problem: Problem | undefined
  readonly hint?: string | undefined
  /** In the box, behind the text. */
  readonly end?: ComponentChildren
  readonly change: (value: string) => void
  readonly type?: 'text' | 'password'
  readonly autocomplete?: 'username' | 'nickname' | 'name' | 'current-password' | 'new-password' | 'off'
  readonly maxLength?: number
  readonly dir?: 'auto' | 'ltr'
}

export function Field({ label, name, problem, hint, end, change, type = 'text', ...input }: FieldProps) {
  const id = useId()
  const own = problem?.field === name ? problem : undefined
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="box">
        <input
          {...input}
          // A union is known to the compiler by its members only.
          type={type as 'text'}
          autocapitalize={name === 'nick' ? 'words' : 'none'}
          spellcheck={false}
          id={id}
          name={name}
          aria-invalid={own !== undefined}
          aria-describedby={`${id}-problem${hint === undefined ? '' : ` ${id}-hint`}`}
          onInput={({ currentTarget }) => change(currentTarget.value)}
        />
        {end}
      </div>
      {hint !== undefined && (
        <p class="hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
      <ProblemText problem={own} id={`${id}-problem`} />
    </div>
  )
}

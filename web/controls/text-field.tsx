/** A labelled field of several lines with its hint and what is wrong with it. */
import { useId } from 'preact/hooks'
import type { FieldProps } from './field.tsx'
import { ProblemText } from './problem-text.tsx'

type Props = Pick<FieldProps, 'label' | 'name' | 'value' | 'problem' | 'change'> & {
  readonly hint: string
  readonly maxLength: number
}

export function TextField({ label, name, value, problem, hint, maxLength, change }: Props) {
  const id = useId()
  const own = problem?.field === name ? problem : undefined
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="box">
        <textarea
          id={id}
          name={name}
          value={value}
          rows={4}
          maxLength={maxLength}
          dir="auto"
          aria-invalid={own !== undefined}
          aria-describedby={`${id}-problem ${id}-hint`}
          onInput={({ currentTarget }) => change(currentTarget.value)}
        />
      </div>
      <p class="hint" id={`${id}-hint`}>
        {hint}
      </p>
      <ProblemText problem={own} id={`${id}-problem`} />
    </div>
  )
}

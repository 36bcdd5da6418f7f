/** How single settings are typed and chosen. */
import { Checkbox, Fieldset, Group, NativeSelect, PasswordInput, Textarea, TextInput } from '@mantine/core'
import type { WidgetProps } from '@rjsf/utils'
import { useState } from 'react'
import type { ElementItem } from '../../answers.ts'
import { elementsTexts } from '../../texts/elements.ts'
import { useAnswer } from '../../use-answer.ts'
import { useTexts } from '../../use-texts.ts'
import { isMark, same } from './own-settings.ts'

/** A secret goes in and never comes out: what is kept is only told of. */
export function SecretWidget({ id, label, value, onChange, disabled }: WidgetProps) {
  const texts = useTexts(elementsTexts)
  const isKept = isMark(value)
  const state = isKept && value.variable ? texts.fromEnvironment(value.variable) : texts.secretSet
  return (
    <PasswordInput
      id={id}
      label={label}
      description={isKept ? state : value ? texts.secretTyped : texts.secretNone}
      placeholder={texts.secretNew}
      autoComplete="off"
      value={typeof value === 'string' ? value : ''}
      disabled={disabled === true}
      onChange={({ currentTarget }) => onChange(currentTarget.value || undefined)}
    />
  )
}

/** What came from the environment of an app folder is told of by its name; what is typed takes its place. */
export function KeptWidget({ id, label, value, onChange, disabled }: WidgetProps) {
  const texts = useTexts(elementsTexts)
  const [kept] = useState(value)
  const variable = isMark(kept) ? kept.variable : undefined
  return (
    <TextInput
      id={id}
      label={label}
      description={variable === undefined ? texts.keptValue : texts.fromEnvironment(variable)}
      placeholder={texts.keptNew}
      value={typeof value === 'string' ? value : ''}
      disabled={disabled === true}
      onChange={({ currentTarget }) => onChange(currentTarget.value || kept)}
    />
  )
}

/** One of the elements of a family; a name that none has stays until another is chosen. */
export function ReferenceWidget({ id, label, value, schema, onChange, disabled, required }: WidgetProps) {
  const texts = useTexts(elementsTexts)
  const { data } = useAnswer<{ readonly items: readonly ElementItem[] }>('elements')
  const family = (schema as { readonly reference?: string }).reference
  const found = (data?.items ?? []).filter((item) => item.family === family && item.tier === 'instance')
  const options = found.map(({ fullName, title }) => ({ value: fullName, label: `${title} – ${fullName}` }))
  const isKnown = value === undefined || value === '' || options.some((option) => option.value === value)
  return (
    <NativeSelect
      id={id}
      label={label}
      description={schema.description}
      value={value ?? ''}
      required={required === true}
      disabled={disabled === true}
      data={[
        { value: '', label: texts.noneChosen },
        ...options,
        ...(isKnown ? [] : [{ value, label: value }]),
      ]}
      onChange={({ currentTarget }) => onChange(currentTarget.value || undefined)}
    />
  )
}

/** A list of texts, one a line. */
export function LinesWidget({ id, label, value, schema, onChange, disabled }: WidgetProps) {
  const texts = useTexts(elementsTexts)
  const lines: readonly string[] = Array.isArray(value) ? value : []
  const [typed, setTyped] = useState('')
  return (
    <Textarea
      id={id}
      label={label}
      description={[schema.description, texts.onePerLine].filter(Boolean).join(' ')}
      autosize
      minRows={1}
      maxRows={12}
      spellCheck={false}
      value={same(linesOf(typed), lines) ? typed : lines.join('\n')}
      disabled={disabled === true}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value)
        onChange(linesOf(currentTarget.value))
      }}
    />
  )
}

function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

/** Of several that may be chosen together. */
function ChoicesWidget({ id, label, value, options, onChange, disabled }: WidgetProps) {
  const chosen: readonly unknown[] = Array.isArray(value) ? value : []
  const choices = options.enumOptions ?? []
  const isChosen = (one: unknown) => chosen.some((other) => same(other, one))
  return (
    <Fieldset legend={label} id={id} disabled={disabled === true}>
      <Group>
        {choices.map((choice) => (
          <Checkbox
            key={choice.label}
            label={choice.label}
            checked={isChosen(choice.value)}
            onChange={({ currentTarget: { checked } }) =>
              onChange(
                checked ? [...chosen, choice.value] : chosen.filter((other) => !same(other, choice.value)),
              )
            }
          />
        ))}
      </Group>
    </Fieldset>
  )
}

export function ChoiceWidget(props: WidgetProps) {
  return props.multiple ? <ChoicesWidget {...props} /> : <OneChoice {...props} />
}

function OneChoice({ id, label, value, schema, options, onChange, disabled, hideLabel }: WidgetProps) {
  const texts = useTexts(elementsTexts)
  const choices = options.enumOptions ?? []
  const at = choices.findIndex((choice) => same(choice.value, value))
  return (
    <NativeSelect
      id={id}
      {...(hideLabel ? { 'aria-label': label } : { label, description: schema.description })}
      value={at === -1 ? '' : String(at)}
      disabled={disabled === true}
      data={[
        ...(at === -1 ? [{ value: '', label: texts.noneChosen }] : []),
        ...choices.map((choice, i) => ({ value: String(i), label: choice.label })),
      ]}
      onChange={({ currentTarget }) => onChange(choices[Number(currentTarget.value)]?.value)}
    />
  )
}

export function YesNoWidget({ id, label, value, schema, onChange, disabled }: WidgetProps) {
  return (
    <Checkbox
      id={id}
      label={label}
      description={schema.description}
      checked={value === true}
      disabled={disabled === true}
      onChange={({ currentTarget }) => onChange(currentTarget.checked)}
    />
  )
}

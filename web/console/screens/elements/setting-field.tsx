/** One setting or group of the form: where its value comes from, the way back to it, and what is wrong with it. */
import { Badge, Button, Fieldset, Group, Stack, Text, TextInput } from '@mantine/core'
import {
  ADDITIONAL_PROPERTY_FLAG,
  type ArrayFieldTitleProps,
  canExpand,
  type DescriptionFieldProps,
  type FieldTemplateProps,
  type IconButtonProps,
  type ObjectFieldTemplateProps,
} from '@rjsf/utils'
import type { ElementDetail, Settings } from '../../answers.ts'
import { elementsTexts } from '../../texts/elements.ts'
import { useTexts } from '../../use-texts.ts'
import { isOwn, pointerOf } from './own-settings.ts'

export type Inherited = Pick<ElementDetail, 'effective' | 'origins'>

/** By JSON Pointer. */
export type FieldFaults = ReadonlyMap<string, string>

export type FormFacts = {
  readonly own: Settings
  readonly inherited: Inherited
  readonly faults: FieldFaults
  readonly isLocked: boolean
  reset(path: readonly (string | number)[]): void
}

export function SettingField(props: FieldTemplateProps) {
  const { path } = props.fieldPathId
  if (props.hidden) return null
  const { own, faults } = props.registry.formContext as FormFacts
  const fault = faults.get(pointerOf(path))
  // The field around the forms of a setting has told of it already.
  if ('isForm' in props.schema) return props.children
  return (
    <div className="element-field" data-own={isOwn(own, path) || undefined}>
      {ADDITIONAL_PROPERTY_FLAG in props.schema && <EntryName {...props} />}
      {props.children}
      {fault !== undefined && path.length > 0 && (
        <Text id={`${props.id}__error`} className="element-fault" size="sm">
          {fault}
        </Text>
      )}
      <Origin {...props} />
    </div>
  )
}

function Origin({ fieldPathId: { path }, registry }: FieldTemplateProps) {
  const texts = useTexts(elementsTexts)
  const { own, inherited, isLocked, reset } = registry.formContext as FormFacts
  const isPart = path.length > 0 && !path.some((name) => typeof name === 'number')
  const origin = inherited.origins[pointerOf(path)]
  const isSet = isOwn(own, path)
  if (!isPart || (!isSet && origin === undefined)) return null
  return (
    <Group gap={6} mt={4}>
      <Badge size="sm" color={isSet ? 'blue' : 'gray'}>
        {isSet ? texts.ownValue : origin === 'default' ? texts.asDefault : texts.from(origin ?? '')}
      </Badge>
      <code className="element-name">{path.join('.')}</code>
      {isSet && !isLocked && (
        <Button
          size="compact-xs"
          variant="subtle"
          aria-label={texts.resetOf(path.join('.'))}
          onClick={() => reset(path)}
        >
          {texts.reset}
        </Button>
      )}
    </Group>
  )
}

/** Of an entry of a record: what it is called, which can be changed, and the way to take it out. */
function EntryName({ id, label, disabled, onKeyRenameBlur, onRemoveProperty }: FieldTemplateProps) {
  const texts = useTexts(elementsTexts)
  return (
    <Group align="flex-end" gap="xs" mb={6}>
      <TextInput
        key={label}
        id={`${id}-key`}
        label={texts.entryName}
        defaultValue={label}
        disabled={disabled === true}
        onBlur={onKeyRenameBlur}
      />
      {!disabled && (
        <Button variant="subtle" color="red" onClick={onRemoveProperty}>
          {texts.removeEntry}
        </Button>
      )}
    </Group>
  )
}

export function SettingsGroup(props: ObjectFieldTemplateProps) {
  const { title, description, properties, fieldPathId, schema, uiSchema, formData, onAddProperty } = props
  const texts = useTexts(elementsTexts)
  const { isLocked } = props.registry.formContext as FormFacts
  const fields = <div className="element-fields">{properties.map(({ content }) => content)}</div>
  if (fieldPathId.path.length === 0) return fields
  return (
    <Fieldset legend={title} id={fieldPathId.$id} tabIndex={-1}>
      {description !== undefined && <Hint text={description} />}
      {fields}
      {canExpand(schema, uiSchema, formData) && !isLocked && (
        <Button variant="default" size="xs" mt="xs" onClick={onAddProperty}>
          {texts.addEntry}
        </Button>
      )}
    </Fieldset>
  )
}

function Hint({ text }: { readonly text: DescriptionFieldProps['description'] }) {
  return (
    <Text size="xs" c="dimmed" mb="xs">
      {text}
    </Text>
  )
}

export function ListHint({ description }: Pick<DescriptionFieldProps, 'description'>) {
  return description === undefined ? null : <Hint text={description} />
}

/** No heading: lists stand at any depth of the form. */
export function ListTitle({ title }: ArrayFieldTitleProps) {
  return (
    <Text fw={600} size="sm">
      {title}
    </Text>
  )
}

export function AddButton({ onClick, disabled, id }: IconButtonProps) {
  const texts = useTexts(elementsTexts)
  return (
    <Stack align="flex-start">
      <Button
        variant="default"
        size="xs"
        {...(id === undefined ? {} : { id })}
        disabled={disabled === true}
        onClick={onClick}
      >
        {texts.addEntry}
      </Button>
    </Stack>
  )
}

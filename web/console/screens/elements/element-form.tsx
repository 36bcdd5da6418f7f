/** The form of an element's settings, made from the schema of its Type; each field says where its value comes from. */
import { Badge, Button, Fieldset, Group, PasswordInput, Text } from '@mantine/core'
import { withTheme } from '@rjsf/core'
import { Theme } from '@rjsf/mantine'
import type {
  ArrayFieldTitleProps,
  FieldTemplateProps,
  ObjectFieldTemplateProps,
  UiSchema,
  WidgetProps,
} from '@rjsf/utils'
import type { ElementDetail, Settings } from '../../answers.ts'
import { elementsTexts } from '../../texts/elements.ts'
import { useTexts } from '../../use-texts.ts'
import { formSchema } from './form-schema.ts'
import { isOwn, ownPart, pointerOf, withInherited, without } from './own-settings.ts'
import { schemaValidator } from './schema-validator.ts'

export type Inherited = Pick<ElementDetail, 'effective' | 'origins'>

type Known = {
  readonly own: Settings
  readonly inherited: Inherited
  readonly isLocked: boolean
  reset(path: readonly (string | number)[]): void
}

export function ElementForm(props: {
  readonly schema: ElementDetail['schema']
  readonly own: Settings
  readonly inherited: Inherited
  readonly isLocked: boolean
  readonly onChange: (own: Settings) => void
}) {
  const { schema, own, inherited, isLocked, onChange } = props
  const known: Known = { own, inherited, isLocked, reset: (path) => onChange(without(own, path)) }
  return (
    <Form
      className="element-form"
      tagName="div"
      schema={formSchema(schema)}
      uiSchema={{ ...secretsOf(schema), 'ui:submitButtonOptions': { norender: true } }}
      formData={withInherited(own, inherited.effective)}
      formContext={known}
      validator={schemaValidator}
      disabled={isLocked}
      noHtml5Validate
      onChange={({ formData }: { formData?: Settings }) =>
        onChange(ownPart(formData ?? {}, inherited.effective, own))
      }
      experimental_defaultFormStateBehavior={{
        emptyObjectFields: 'skipDefaults',
        constAsDefaults: 'never',
        arrayMinItems: { populate: 'never' },
      }}
    />
  )
}

function Field(props: FieldTemplateProps) {
  const texts = useTexts(elementsTexts)
  const { path } = props.fieldPathId
  const { own, inherited, isLocked, reset } = props.registry.formContext as Known
  const isPart = path.length > 0 && !path.some((name) => typeof name === 'number')
  if (props.hidden) return null
  const pointer = pointerOf(path)
  const origin = inherited.origins[pointer]
  const isSet = isOwn(own, path)
  return (
    <div className="element-field" data-own={isSet || undefined}>
      {props.children}
      {props.errors}
      {isPart && (isSet || origin !== undefined) && (
        <Group gap={6} mt={4}>
          <Badge size="sm" color={isSet ? 'blue' : 'gray'}>
            {isSet ? texts.ownValue : origin === 'default' ? texts.asDefault : texts.from(origin ?? '')}
          </Badge>
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
      )}
    </div>
  )
}

function SettingsGroup({ title, description, properties, fieldPathId }: ObjectFieldTemplateProps) {
  const fields = <div className="element-fields">{properties.map(({ content }) => content)}</div>
  if (fieldPathId.path.length === 0) return fields
  return (
    <Fieldset legend={title}>
      {description !== undefined && (
        <Text size="xs" c="dimmed" mb="xs">
          {description}
        </Text>
      )}
      {fields}
    </Fieldset>
  )
}

/** No heading: lists stand at any depth of the form. */
function ListTitle({ title }: ArrayFieldTitleProps) {
  return (
    <Text fw={600} size="sm">
      {title}
    </Text>
  )
}

/** A secret goes in and never comes out: what is kept is only told of. */
function SecretWidget({ id, label, value, onChange, disabled }: WidgetProps) {
  const texts = useTexts(elementsTexts)
  const isKept = typeof value === 'object' && value !== null
  return (
    <PasswordInput
      id={id}
      label={label}
      description={isKept || value ? texts.secretSet : texts.secretNone}
      placeholder={texts.secretNew}
      autoComplete="off"
      value={typeof value === 'string' ? value : ''}
      disabled={disabled === true}
      onChange={({ currentTarget }) => onChange(currentTarget.value || undefined)}
    />
  )
}

const Form = withTheme({
  ...Theme,
  templates: {
    ...Theme.templates,
    FieldTemplate: Field,
    ObjectFieldTemplate: SettingsGroup,
    ArrayFieldTitleTemplate: ListTitle,
  },
  widgets: { ...Theme.widgets, secret: SecretWidget },
})

/** The fields of secrets, wherever in the schema they are. */
function secretsOf(schema: Readonly<Record<string, unknown>>): UiSchema {
  const found: Record<string, UiSchema> = {}
  for (const [name, part] of Object.entries(Object(schema.properties))) {
    const below = secretsOf(part as Readonly<Record<string, unknown>>)
    if (Object.keys(below).length > 0) found[name] = below
  }
  return {
    ...found,
    ...(schema.items ? { items: secretsOf(schema.items as Readonly<Record<string, unknown>>) } : {}),
    ...(schema.secret === true ? { 'ui:widget': 'secret' } : {}),
  }
}

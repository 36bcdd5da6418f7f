/** The form of an element's settings, made from the schema of its Type; each field says where its value comes from. */
import { withTheme } from '@rjsf/core'
import { Theme } from '@rjsf/mantine'
import { useContext, useMemo } from 'react'
import type { ElementDetail, Settings } from '../../answers.ts'
import { elementsTexts } from '../../texts/elements.ts'
import { LanguageContext, useTexts } from '../../use-texts.ts'
import { formHints } from './form-hints.ts'
import { formSchema } from './form-schema.ts'
import { ownPart, withInherited, without } from './own-settings.ts'
import { schemaValidator } from './schema-validator.ts'
import {
  AddButton,
  type FieldFaults,
  type FormFacts,
  type Inherited,
  ListHint,
  ListTitle,
  SettingField,
  SettingsGroup,
} from './setting-field.tsx'
import { settingNames } from './setting-texts.ts'
import {
  ChoiceWidget,
  KeptWidget,
  LinesWidget,
  ReferenceWidget,
  SecretWidget,
  YesNoWidget,
} from './setting-widgets.tsx'

export function ElementForm(props: {
  readonly schema: ElementDetail['schema']
  readonly family: string
  readonly own: Settings
  readonly inherited: Inherited
  readonly faults: FieldFaults
  readonly isLocked: boolean
  readonly onChange: (own: Settings) => void
}) {
  const { schema, family, own, inherited, faults, isLocked, onChange } = props
  const texts = useTexts(elementsTexts)
  const { language } = useContext(LanguageContext)
  const facts: FormFacts = {
    own,
    inherited,
    faults,
    isLocked,
    reset: (path) => onChange(without(own, path)),
  }
  const drawn = useMemo(
    () => formSchema(schema, { name: settingNames(family, language), ...texts.form }),
    [schema, family, language, texts],
  )
  // Only of the first values: a field that became another while one types would lose the keyboard.
  const hints = useMemo(() => formHints(schema, withInherited(own, inherited.effective)), [schema])
  return (
    <Form
      className="element-form"
      tagName="div"
      schema={drawn}
      uiSchema={{ ...hints, 'ui:submitButtonOptions': { norender: true } }}
      formData={withInherited(own, inherited.effective)}
      formContext={facts}
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

const Form = withTheme({
  ...Theme,
  templates: {
    ...Theme.templates,
    ButtonTemplates: { ...Theme.templates?.ButtonTemplates, AddButton },
    FieldTemplate: SettingField,
    ObjectFieldTemplate: SettingsGroup,
    ArrayFieldTitleTemplate: ListTitle,
    ArrayFieldDescriptionTemplate: ListHint,
    DescriptionFieldTemplate: ListHint,
  },
  widgets: {
    ...Theme.widgets,
    CheckboxWidget: YesNoWidget,
    SelectWidget: ChoiceWidget,
    secret: SecretWidget,
    kept: KeptWidget,
    reference: ReferenceWidget,
    lines: LinesWidget,
  },
})

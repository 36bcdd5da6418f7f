/** Elements of the console as the files of an app folder, with `{{NAME}}` in the places of secrets. */
import { ownSettingNames } from '../config/settings-schema.ts'
import type { StoredEdit } from '../edits/edit.ts'
import { takeSecrets } from '../edits/secret-marks.ts'
import { toPointer } from '../elements/fault.ts'

export type ExportedElements = {
  /** By path below the folder, with `/`. */
  readonly files: Readonly<Record<string, unknown>>
  /** What the environment has to hold, by name. */
  readonly variables: ReadonlyMap<string, string>
}

export function exportElements(edits: readonly StoredEdit[]): ExportedElements {
  const files: Record<string, unknown> = {}
  const variables = new Map<string, string>()
  for (const edit of edits) {
    const { fullName, title, type, description } = edit
    const { settings, names } = withVariables(edit, variables)
    const folder = fullName.replaceAll('.', '/')
    files[`${folder}/e.json`] = {
      title,
      type,
      ...(description === undefined ? {} : { description }),
      ...(names.length === 0 ? {} : { variables: names.map((name) => ({ name })) }),
    }
    files[`${folder}/${fullName.split('.').at(-1)}.json`] = settings
  }
  return { files, variables }
}

/** Adds what the settings need to `variables`. */
function withVariables({ fullName, settings, secretsAt }: StoredEdit, variables: Map<string, string>) {
  const names: string[] = []
  const { secrets } = takeSecrets(settings, secretsAt)
  const place = (value: unknown, pointer: string): unknown => {
    if (Object.hasOwn(secrets, pointer)) {
      const name = freeName(`${fullName}${pointer}`, variables)
      const secret = secrets[pointer]
      variables.set(name, typeof secret === 'string' ? secret : JSON.stringify(secret))
      names.push(name)
      return `{{${name}}}`
    }
    if (Array.isArray(value)) return value.map((item, i) => place(item, pointer + toPointer([i])))
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, place(item, pointer + toPointer([key]))]),
    )
  }
  return { settings: place(settings, ''), names }
}

/** `SMS.twilio/authToken` as `SMS_TWILIO_AUTH_TOKEN`, with a number where that is taken. */
function freeName(text: string, taken: ReadonlyMap<string, string>): string {
  const words = text.replace(/([a-z\d])([A-Z])/g, '$1_$2').replace(/\W+/g, '_')
  const name = words.replace(/^_+|_+$/g, '').toUpperCase()
  const isFree = (one: string) => !taken.has(one) && !ownSettingNames.includes(one)
  if (isFree(name)) return name
  for (let i = 2; ; i += 1) if (isFree(`${name}_${i}`)) return `${name}_${i}`
}

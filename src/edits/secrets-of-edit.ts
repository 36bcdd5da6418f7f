/** Which of an element's settings are secrets. */
import type { RegisteredElement, Registry } from '../elements/registry.ts'
import type { Edit } from './edit.ts'
import { secretPointers } from './secret-marks.ts'

/** What its Type marks secret is, besides what is known to be. */
export function withSecrets<E extends Edit>(edit: E, registry: Registry): E {
  const schema = registry.element(edit.type)?.class?.settings
  return { ...edit, secretsAt: secretPointers(schema, edit.settings, edit.secretsAt) }
}

/** An Instance as an edit would say it. */
export function asEdit(element: RegisteredElement | undefined): Edit | undefined {
  if (element?.tier !== 'instance') return undefined
  const { definition, own, fromEnvironment, class: code } = element
  const { fullName, title, type, manifest } = definition
  const { description } = manifest
  const secretsAt = secretPointers(code?.settings, own, fromEnvironment.keys())
  return {
    fullName,
    title,
    type,
    settings: own,
    secretsAt,
    variables: fromEnvironment,
    ...(description === undefined ? {} : { description }),
  }
}

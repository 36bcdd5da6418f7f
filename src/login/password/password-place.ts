import type { CallContext } from '../../elements/caller.ts'
import type { ElementDefinition } from '../../elements/element-type.ts'
import type { PasswordSettings } from './password-settings.ts'

/** In which element, by whom. */
export type PasswordPlace = {
  readonly call: CallContext
  readonly element: ElementDefinition<PasswordSettings>
}

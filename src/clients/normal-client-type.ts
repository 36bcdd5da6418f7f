/** `clients.NormalType`: an application whose users log in here. */
import { type ElementDefinition, ElementType } from '../elements/element-type.ts'
import type { ElementLookup, SettingFault } from '../elements/setting-faults.ts'
import { checkClientSettings } from './check-client-settings.ts'
import { type ClientSettings, clientSettings } from './client-settings.ts'

export class NormalClientType extends ElementType<ClientSettings> {
  static override readonly settings = clientSettings

  static override checkSettings(
    element: ElementDefinition<ClientSettings>,
    elements: ElementLookup,
  ): SettingFault[] {
    return checkClientSettings(element, elements)
  }
}

/** `clients.NormalType`: an application whose users log in here. */
import { ElementType } from '../elements/element-type.ts'
import { type ClientSettings, clientSettings } from './client-settings.ts'

export class NormalClientType extends ElementType<ClientSettings> {
  static override readonly settings = clientSettings
}

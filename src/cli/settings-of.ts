/** The process settings, with what the command line says over the environment. */
import { loadSettings, type Settings } from '../config/load-settings.ts'
import type { FolderOptions, ListenOptions } from './command-options.ts'

/** Throws `SettingFaults`. */
export function settingsOf({ app, data, host, port }: FolderOptions & ListenOptions): Settings {
  return loadSettings(process.env, { LATCHKEY_APP: app, LATCHKEY_DATA: data, HOST: host, PORT: port })
}

/** The process settings, with what the command line says over the environment. */
import { loadSettings, type Settings } from '../config/load-settings.ts'
import type { StartOptions } from './command-options.ts'

/** Throws `SettingFaults`. */
export function settingsOf({ app, data, host, port, workers }: StartOptions): Settings {
  return loadSettings(process.env, {
    LATCHKEY_APP: app,
    LATCHKEY_DATA: data,
    HOST: host,
    PORT: port,
    LATCHKEY_WORKERS: workers,
  })
}

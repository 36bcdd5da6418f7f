/** Reads the elements of an app folder, below the package's own. */
import { resolve } from 'node:path'
import { ownSettingNames } from '../config/settings-schema.ts'
import { consoleAppId } from '../edits/console-app-id.ts'
import type { EditedElement } from '../elements/element-source.ts'
import { type LoadedApp, loadRegistry } from '../elements/load-registry.ts'
import { platform } from './platform.ts'

/** First parts of an `appId` that mean something else in a URL (spec 1, "Elements over HTTP"). */
export const reservedOrgIds: readonly string[] = ['v1', 'v2', 'admin', 'sms', 'dev']

/** `edits` are what the console changed. Opens no store. All faults are told together; with any there is no registry. */
export function loadElements(
  appDir: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
  edits: readonly EditedElement[] = [],
): Promise<LoadedApp> {
  return loadRegistry({
    appDir: resolve(appDir),
    platform,
    packageUrl: new URL('../index.ts', import.meta.url).href,
    environment,
    ownSettings: ownSettingNames,
    reservedOrgIds,
    edits: edits.length === 0 ? [] : [{ appId: consoleAppId, elements: edits }],
  })
}

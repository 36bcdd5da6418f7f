import { readAppFolder } from '../elements/read-app-folder.ts'
import { reservedOrgIds } from './load-elements.ts'

/** What the app is called, also where its elements have faults. Nothing where its `app.json` has one. */
export function readAppId(appDir: string): string | undefined {
  return readAppFolder(appDir, reservedOrgIds).appId
}

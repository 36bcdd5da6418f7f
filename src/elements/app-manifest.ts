/** `app.json`: the name of an app and the apps that it extends. */

import Type, { type Static } from 'typebox'
import type { SettingFault } from './fault.ts'
import { schemaFaults } from './schema-faults.ts'

/** `orgId.appName`, split at the first dot. */
const appId = Type.String({ pattern: '^[A-Za-z][\\w-]*(\\.[A-Za-z0-9][\\w-]*)+$' })

const appManifestSchema = Type.Object({
  appId,
  title: Type.Optional(Type.String()),
  version: Type.Optional(Type.String()),
  extends: Type.Optional(Type.Array(Type.Object({ appId, path: Type.String({ minLength: 1 }) }))),
})

export type AppManifest = Static<typeof appManifestSchema>

/** `reservedOrgIds` are the first parts of `appId` that mean something else in a URL. */
export function parseAppManifest(
  value: unknown,
  reservedOrgIds: readonly string[],
): { readonly manifest?: AppManifest; readonly faults: readonly SettingFault[] } {
  const faults = schemaFaults(appManifestSchema, value)
  if (faults.length > 0) return { faults }
  const manifest = value as AppManifest
  const orgId = manifest.appId.split('.')[0] ?? ''
  if (!reservedOrgIds.includes(orgId)) return { manifest, faults }
  return { faults: [{ pointer: '/appId', message: `may not start with the reserved ${orgId}` }] }
}

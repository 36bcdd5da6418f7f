/** `latchkey keys list`: public facts only. */

import type { FolderOptions, JsonOptions } from '../command-options.ts'
import { withInstallation } from '../open-keys.ts'
import { note, printJson, printTable, time } from '../output.ts'

export async function keysList(options: FolderOptions & JsonOptions): Promise<void> {
  const keys = await withInstallation(options, ({ signingKeys }) => signingKeys.list())
  if (options.json === true) {
    printJson(keys)
    return
  }
  if (keys.length === 0) note('there are no signing keys yet; they are made at the first start')
  printTable(
    keys.map(({ kid, algorithm, state, createdAt, verifiesUntil }) => [
      kid,
      algorithm,
      state,
      `made ${time(createdAt)}`,
      verifiesUntil === undefined ? '' : `verifies until ${time(verifiesUntil)}`,
    ]),
  )
}

/** `latchkey keys rotate`. Running servers sign with the new key within two seconds. */

import type { Installation } from '../../app/open-installation.ts'
import { type SigningAlgorithm, signingAlgorithms } from '../../tokens/signing-algorithm.ts'
import { CommandFault } from '../command-fault.ts'
import type { FolderOptions } from '../command-options.ts'
import { exitStatus } from '../exit-status.ts'
import { record, withInstallation } from '../open-keys.ts'
import { note, print } from '../output.ts'

export async function keysRotate({
  alg,
  force = false,
  ...folder
}: FolderOptions & { readonly alg?: string; readonly force?: boolean }): Promise<void> {
  const algorithm = algorithmOf(alg)
  await withInstallation(folder, async (installation) => {
    // A key under a secret that the servers do not have would stop them.
    await installation.requireSecret()
    if (!force) await requireKnownKey(installation, algorithm)
    await installation.signingKeys.rotate(algorithm)
    const current = (await installation.signingKeys.list()).filter(({ state }) => state === 'current')
    const rotated = algorithm === undefined ? current : current.filter((key) => key.algorithm === algorithm)
    if (rotated.length === 0) note('there are no signing keys yet; they are made at the first start')
    for (const { algorithm: of, kid } of rotated) {
      await record(installation, 'keys.rotate', `${of} ${kid}`)
      print(`${of} is signed with ${kid} from now on`)
    }
  })
}

/** Applications keep the key set for a minute, and would refuse the tokens of a key that they have not seen. */
async function requireKnownKey(
  { signingKeys }: Installation,
  algorithm: SigningAlgorithm | undefined,
): Promise<void> {
  const seconds = await signingKeys.secondsToRotation(algorithm)
  if (seconds === 0) return
  throw new CommandFault(
    `the keys were rotated a moment ago, and not every application knows the next one yet: wait ${seconds} s, or use --force when a key got out`,
    exitStatus.temporary,
  )
}

function algorithmOf(text: string | undefined): SigningAlgorithm | undefined {
  const known = signingAlgorithms.find((one) => one === text)
  if (text !== undefined && known === undefined)
    throw new CommandFault(`--alg: has to be one of ${signingAlgorithms.join(', ')}`)
  return known
}

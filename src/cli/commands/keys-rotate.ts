/** `latchkey keys rotate`. Running servers sign with the new key within two seconds. */
import { type SigningAlgorithm, signingAlgorithms } from '../../tokens/signing-algorithm.ts'
import { CommandFault } from '../command-fault.ts'
import type { FolderOptions } from '../command-options.ts'
import { record, withInstallation } from '../open-keys.ts'
import { note, print } from '../output.ts'

export async function keysRotate({
  alg,
  ...folder
}: FolderOptions & { readonly alg?: string }): Promise<void> {
  const algorithm = algorithmOf(alg)
  await withInstallation(folder, async (installation) => {
    // A key under a secret that the servers do not have would stop them.
    await installation.requireSecret()
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

function algorithmOf(text: string | undefined): SigningAlgorithm | undefined {
  const known = signingAlgorithms.find((one) => one === text)
  if (text !== undefined && known === undefined)
    throw new CommandFault(`--alg: has to be one of ${signingAlgorithms.join(', ')}`)
  return known
}

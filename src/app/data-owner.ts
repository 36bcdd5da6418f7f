/** Which app a data folder is of: two apps in one would share users, sessions and keys. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Fault } from '../elements/fault.ts'

/** The warning of an app that is not the one that made the folder its own. Changes nothing. */
export function findOtherOwner(data: string, appId: string): Fault | undefined {
  const file = join(data, 'app-id')
  const owner = read(file)
  if (owner === '' || owner === appId) return undefined
  const message =
    `the data folder is of the app ${owner}, and this is ${appId}: two apps in one folder share users, ` +
    'sessions and keys. Give each a folder; where the app has a new name, delete the file'
  return { file, pointer: '', message }
}

/** As `findOtherOwner`; the first app that opens a folder makes it its own. */
export function claimData(data: string, appId: string): Fault | undefined {
  try {
    writeFileSync(join(data, 'app-id'), appId, { flag: 'wx', mode: 0o600 })
    return undefined
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return findOtherOwner(data, appId)
  }
}

/** Empty where nobody has claimed it yet. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return ''
    throw error
  }
}

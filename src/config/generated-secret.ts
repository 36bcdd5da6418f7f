/** The root of all keys of an embedded installation: generated once into the data folder, readable by its owner only. */
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { randomToken } from '../base/random-id.ts'
import { leastSecretLength, SettingFaults } from './load-settings.ts'

/**
 * Reads the secret of a data folder, or makes it. Of two processes that start at once one makes it. Throws
 * `SettingFaults` when the file is damaged: another secret would open nothing of what is stored.
 */
export function generatedSecret(dataFolder: string): string {
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 })
  const file = join(dataFolder, 'secret')
  const secret = read(file) ?? create(file)
  if (secret.length < leastSecretLength)
    throw new SettingFaults([`${file}: holds no secret of at least ${leastSecretLength} characters`])
  return secret
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** The file appears whole or not at all, whenever the process dies. */
function create(file: string): string {
  const draft = `${file}.${randomToken(12)}`
  writeFileSync(draft, randomToken(48), { mode: 0o600, flush: true })
  try {
    linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft)
  }
  return readFileSync(file, 'utf8').trim()
}

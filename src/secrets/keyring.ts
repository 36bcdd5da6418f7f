/**
 * Every key of the program, derived from LATCHKEY_SECRET (spec 6, O7). The secret may be a list, newest first:
 * new values are made under the first, older values stay readable as long as their secret is listed.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
} from 'node:crypto'

export interface Keyring {
  /** The public names of the secrets, newest first. They are derived and tell nothing of the secret. */
  readonly keyIds: readonly [string, ...string[]]
  /** HMAC-SHA-256 (base64url) under the newest secret. */
  hmac(purpose: string, text: string): string
  /** The same under every secret, newest first: to compare with what was made before a change. */
  hmacs(purpose: string, text: string): string[]
  /** 32 bytes for one purpose, under the newest secret. Not to be written to. */
  subkey(purpose: string): Uint8Array
  /** The same under every secret, newest first. */
  subkeys(purpose: string): Uint8Array[]
  /** Encrypts under the newest secret. The result names its key and opens only with the same context. */
  seal(purpose: string, plaintext: string, context: string): string
  /** The plaintext; nothing when its key is not listed, the context differs or it was tampered with. */
  open(purpose: string, sealed: string, context: string): string | undefined
}

/** A `KeyObject` is taken over by OpenSSL once: an HMAC under one costs a seventh of one under bytes. */
type DerivedKey = { readonly bytes: Uint8Array; readonly object: KeyObject }

/** What has a public name and can derive a key for each purpose. Purposes are constants of the program. */
type RootKey = { readonly id: string; derive(use: 'hmac' | 'seal' | 'subkey', purpose: string): DerivedKey }

const minimumCharacters = 32
const nonceBytes = 12
const tagBytes = 16
const salt = 'latchkey'
const sealedForm = /^v1\.([0-9a-f]{8})\.([A-Za-z0-9_-]+)$/

/** Throws a RangeError that says which secret is too short, never what it is. */
export function createKeyring(secrets: readonly string[]): Keyring {
  const [newest, ...older] = [...new Set(secrets)].map(rootKey)
  if (newest === undefined) throw new RangeError('a keyring needs at least one secret')
  const keys = [newest, ...older]
  return {
    keyIds: [newest.id, ...older.map(({ id }) => id)],
    hmac: (purpose, text) => digest(newest, purpose, text),
    hmacs: (purpose, text) => keys.map((key) => digest(key, purpose, text)),
    subkey: (purpose) => newest.derive('subkey', purpose).bytes,
    subkeys: (purpose) => keys.map((key) => key.derive('subkey', purpose).bytes),
    seal: (purpose, plaintext, context) =>
      `v1.${newest.id}.${encrypt(newest.derive('seal', purpose).object, plaintext, context)}`,
    open(purpose, sealed, context) {
      const [, id, body] = sealedForm.exec(sealed) ?? []
      if (body === undefined) return undefined
      const key = keys.find((candidate) => candidate.id === id)
      return key && decrypt(key.derive('seal', purpose).object, body, context)
    },
  }
}

function rootKey(secret: string, index: number): RootKey {
  if (secret.length < minimumCharacters)
    throw new RangeError(`secret ${index + 1} has fewer than ${minimumCharacters} characters`)
  const derived = new Map<string, DerivedKey>()
  return {
    id: Buffer.from(hkdfSync('sha256', secret, salt, 'key id', 4)).toString('hex'),
    derive(use, purpose) {
      const info = `${use}:${purpose}`
      const known = derived.get(info)
      if (known !== undefined) return known
      const bytes = new Uint8Array(hkdfSync('sha256', secret, salt, info, 32))
      const key = { bytes, object: createSecretKey(bytes) }
      derived.set(info, key)
      return key
    },
  }
}

function digest(key: RootKey, purpose: string, text: string): string {
  return createHmac('sha256', key.derive('hmac', purpose).object).update(text).digest('base64url')
}

/** AES-256-GCM: nonce, ciphertext and tag as one base64url text. */
function encrypt(key: KeyObject, plaintext: string, context: string): string {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
  cipher.setAAD(Buffer.from(context))
  const body = Buffer.concat([cipher.update(plaintext, 'utf8'), cipher.final()])
  return Buffer.concat([nonce, body, cipher.getAuthTag()]).toString('base64url')
}

function decrypt(key: KeyObject, text: string, context: string): string | undefined {
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.length < nonceBytes + tagBytes || bytes.toString('base64url') !== text) return undefined
  const nonce = bytes.subarray(0, nonceBytes)
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes })
  decipher.setAAD(Buffer.from(context))
  decipher.setAuthTag(bytes.subarray(-tagBytes))
  try {
    const body = decipher.update(bytes.subarray(nonceBytes, -tagBytes))
    return Buffer.concat([body, decipher.final()]).toString('utf8')
  } catch {
    return undefined
  }
}

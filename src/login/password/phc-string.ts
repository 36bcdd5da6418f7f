/** The PHC string format: `$id$v=19$m=19456,t=2,p=1$salt$hash`, salt and hash in base64 without padding. */

export type PhcString = {
  readonly id: string
  readonly version?: number
  readonly parameters: ReadonlyMap<string, string>
  readonly salt: Uint8Array
  readonly hash: Uint8Array
}

const shape = /^\$([a-z0-9-]{1,32})(?:\$v=([0-9]{1,4}))?\$([a-z0-9-]+=[^$]*)\$([^$]+)\$([^$]+)$/
const parameterShape = /^([a-z0-9-]{1,32})=([a-zA-Z0-9/+.-]{1,256})$/

/** Reads a PHC string that has parameters, a salt and a hash; `undefined` for everything else. */
export function parsePhc(text: string): PhcString | undefined {
  const [, id, version, list, salt, hash] = shape.exec(text) ?? []
  if (id === undefined || list === undefined || salt === undefined || hash === undefined) return undefined
  const parameters = parseParameters(list)
  const saltBytes = fromBase64(salt)
  const hashBytes = fromBase64(hash)
  if (!parameters || !saltBytes || !hashBytes) return undefined
  const read = { id, parameters, salt: saltBytes, hash: hashBytes }
  return version === undefined ? read : { ...read, version: Number(version) }
}

/** Throws on an id or a parameter that the format cannot hold: that is a defect of the caller. */
export function writePhc(phc: PhcString): string {
  const list = [...phc.parameters].map(([name, value]) => `${name}=${value}`)
  const faulty = list.find((parameter) => !parameterShape.test(parameter))
  if (faulty !== undefined) throw new Error(`not a PHC parameter: ${faulty}`)
  const version = phc.version === undefined ? '' : `$v=${phc.version}`
  return `$${phc.id}${version}$${list.join(',')}$${toBase64(phc.salt)}$${toBase64(phc.hash)}`
}

/** A parameter that must be a whole number within bounds, `undefined` when it is not. */
export function wholeNumber(value: string | undefined, least: number, most: number): number | undefined {
  if (value === undefined || !/^[0-9]{1,10}$/.test(value)) return undefined
  const number = Number(value)
  return number >= least && number <= most ? number : undefined
}

export function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64').replace(/=+$/, '')
}

/** Padding is optional, every other stray character makes it `undefined`. */
export function fromBase64(text: string): Uint8Array | undefined {
  const bare = text.replace(/={1,2}$/, '')
  return /^[A-Za-z0-9+/]*$/.test(bare) && bare.length % 4 !== 1 ? Buffer.from(bare, 'base64') : undefined
}

function parseParameters(list: string): ReadonlyMap<string, string> | undefined {
  const parameters = new Map<string, string>()
  for (const parameter of list.split(',')) {
    const [, name, value] = parameterShape.exec(parameter) ?? []
    if (name === undefined || value === undefined || parameters.has(name)) return undefined
    parameters.set(name, value)
  }
  return parameters
}

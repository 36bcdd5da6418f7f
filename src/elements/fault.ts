/** What is wrong with an app's files: told all together, by place and never by value (spec 1, "The app folder"). */
export type Fault = {
  /** Path from the app's folder, or the name of the layer that is no folder. */
  readonly file: string
  /** JSON Pointer (RFC 6901) inside the file; `''` for the whole of it. */
  readonly pointer: string
  readonly message: string
}

/** A fault of one place in an element's settings. */
export type SettingFault = {
  /** JSON Pointer inside the settings. */
  readonly pointer: string
  /** Without the value, which may be a secret. */
  readonly message: string
  /** Told at the start, which goes on. */
  readonly warning?: boolean
}

/** `file: /json/pointer: what is wrong`. */
export function formatFault({ file, pointer, message }: Fault): string {
  return pointer === '' ? `${file}: ${message}` : `${file}: ${pointer}: ${message}`
}

/** A JSON Pointer of these keys. */
export function toPointer(path: readonly (string | number)[]): string {
  return path.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

/** The start is off: the app has faults. The process answers it with exit status 78 (EX_CONFIG). */
export class ConfigurationFaults extends Error {
  override readonly name = 'ConfigurationFaults'
  readonly faults: readonly Fault[]

  constructor(faults: readonly Fault[]) {
    super(faults.map(formatFault).join('\n'))
    this.faults = faults
  }
}

import type { SdkCalls } from '../wire/sdk-calls.ts'
import type { CallOptions } from './client-options.ts'

export type SdkCallOptions = CallOptions & {
  /** Of a login that waits for a step. */
  readonly stateToken?: string | undefined
  /** Of who is signed in. */
  readonly idToken?: string | undefined
  readonly sessionToken?: string | undefined
  /** Of `GET captcha`: `?type=pow`. */
  readonly query?: string | undefined
}

/** Any call by its path below `/api/v2/sdk/`; a call without a body takes `undefined`. */
export type SdkCall = <Path extends keyof SdkCalls>(
  path: Path,
  body: SdkCalls[Path]['body'],
  options?: SdkCallOptions,
) => Promise<SdkCalls[Path]['answer']>

/** Captchas of the SDK API: asked for, shown by the page, answered for one sender. */
import type { SdkPicture, SdkWork } from '../wire/sdk-calls.ts'
import type { CallOptions } from './client-options.ts'
import type { SdkCall } from './sdk-call.ts'
import { solveWork } from './solve-work.ts'

/** Pictures are `data:` URLs of PNGs. */
export type Captcha =
  /** `background` is 310 px wide, `piece` 47 px: where does the piece belong? */
  | {
      readonly kind: 'slider'
      readonly background: string
      readonly piece: string
      readonly token: string
    }
  /** Which characters does the picture show? */
  | { readonly kind: 'image'; readonly image: string; readonly token: string }
  | { readonly kind: 'pow'; readonly work: SdkWork }

export type CaptchaAnswer =
  /** Pixels of the picture from its left edge to the piece's: right within 5. */
  { readonly x: number } | { readonly code: string }

export type Captchas = {
  /**
   * A new captcha, of a kind that the client accepts, its first one where none is named. Refused as
   * `IDAAS.SDK.CAPTCHA.9001` for a kind that it does not accept.
   */
  ask(kind?: Captcha['kind'], options?: CallOptions): Promise<Captcha>
  /**
   * Answers, which spends the captcha, right or wrong, and gives a `captchaToken` for one call about `sender`, the
   * number or user name. A proof of work needs no answer of a person: it is solved here. Refused as
   * `IDAAS.SDK.CAPTCHA.0002`.
   */
  answer(captcha: Captcha, sender: string, answer?: CaptchaAnswer, options?: CallOptions): Promise<string>
}

const png = (base64: string) => `data:image/png;base64,${base64}`

export function createCaptchas(call: SdkCall): Captchas {
  return {
    async ask(kind, { signal } = {}) {
      const query = kind && `?type=${kind}`
      return toCaptcha(await call('captcha', undefined, { signal, query }))
    },
    async answer(captcha, sender, answer, { signal } = {}) {
      const token = captcha.kind === 'pow' ? await solveWork(captcha.work, signal) : captcha.token
      const given = answer === undefined ? {} : 'x' in answer ? pointOf(answer.x) : answer
      return (await call('captcha/verify', { token, sender, ...given }, { signal })).captcha_token
    },
  }
}

/** The vendors' clients send a height, which does not count. */
function pointOf(x: number) {
  return { point_json: JSON.stringify({ x, y: 5 }) }
}

function toCaptcha(answer: SdkPicture | SdkWork): Captcha {
  if ('challenge' in answer) return { kind: 'pow', work: answer }
  const { originalImageBase64: picture, jigsawImageBase64: piece, token } = answer
  if (piece === null) return { kind: 'image', image: png(picture), token }
  return { kind: 'slider', background: png(picture), piece: png(piece), token }
}

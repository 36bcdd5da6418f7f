/**
 * Captchas of clients: a question of one of the kinds that the client finds good enough, and for its answer a
 * `captcha_token`, which proves it once, for one sender (spec 5, "Slider captcha"; spec 6, A35).
 */
import { randomHex } from '../base/random-id.ts'
import { refuse } from '../base/refusal.ts'
import type { EphemeralStore } from '../ephemeral/ephemeral-store.ts'
import type { Keyring } from '../secrets/keyring.ts'
import { type CaptchaVisitor, countCaptcha } from './captcha-limits.ts'
import { pointText, readPoint } from './captcha-point.ts'
import type { ImageCaptcha, ImageCaptchas } from './image-captchas.ts'
import { createKeptAnswers } from './kept-answers.ts'
import type { ProofsOfWork, WorkChallenge } from './proofs-of-work.ts'
import {
  createSliderCaptchas,
  type SliderCaptcha,
  type SliderDrawer,
  sliderTtlMs,
} from './slider-captchas.ts'

type CaptchaKind = 'slider' | 'image' | 'pow'

/** What a captcha asks of the client it is for. */
export type CaptchaClient = Pick<CaptchaVisitor, 'tenantId'> & {
  readonly clientId: string
  /** What is good enough; the first kind is asked where none is named. */
  readonly captcha: readonly CaptchaKind[] | 'off'
}

export type CaptchaQuestion =
  | ({ readonly kind: 'slider' } & SliderCaptcha)
  | ({ readonly kind: 'image' } & ImageCaptcha)
  | ({ readonly kind: 'pow' } & WorkChallenge)

/** Which of them is there says the kind: a point of a slider, a code of an image, else a proof of work as token. */
export type CaptchaAnswer = {
  readonly token: string
  /** JSON, `{"x":237.0,"y":5.0}`. */
  readonly point: string | undefined
  readonly code: string | undefined
}

export interface ClientCaptchas {
  /** Counts a request of an address, before anything else is done for it. Refused as `RATE_LIMITED`. */
  count(act: 'ask' | 'answer', visitor: CaptchaVisitor): Promise<void>
  /** Refusals: `CAPTCHA_KIND_INVALID` for a kind that is not the client's, `BUSY`. */
  ask(client: CaptchaClient, kind: string | undefined): Promise<CaptchaQuestion>
  /**
   * Gives a `captcha_token` for a right answer, good for 180 seconds. `sender`: whom the proof is for, in the form in
   * which it is compared. Refusals: `CAPTCHA_ERROR`, `CAPTCHA_KIND_INVALID`.
   */
  answer(client: CaptchaClient, answer: CaptchaAnswer, sender: string): Promise<string>
  /**
   * Spends a `captcha_token`; true for one caller, when it is a proof for this sender and client, of one of the client's
   * kinds or of the one that is named.
   */
  pass(client: CaptchaClient, sender: string, captchaToken: string, kind?: 'pow'): Promise<boolean>
}

type CaptchaDependencies = {
  readonly ephemeral: EphemeralStore
  readonly keyring: Keyring
  readonly drawer: SliderDrawer
  readonly images: ImageCaptchas
  readonly work: ProofsOfWork
}

/** Kinds of clients that ask for no captcha: they may be asked for one all the same (spec 6, O8). */
const usualKinds: readonly CaptchaKind[] = ['slider', 'pow']
const proofTtlMs = 180_000

export function createClientCaptchas(dependencies: CaptchaDependencies): ClientCaptchas {
  const { ephemeral, drawer, images, work } = dependencies
  const sliders = createSliderCaptchas({
    answers: createKeptAnswers(dependencies, 'captcha-slider', sliderTtlMs),
    drawer,
  })
  const proofs = createKeptAnswers(dependencies, 'captcha-token', proofTtlMs)

  const questions: Readonly<Record<CaptchaKind, (client: CaptchaClient) => Promise<CaptchaQuestion>>> = {
    slider: async (client) => ({ kind: 'slider', ...(await sliders.generate(ownerOf(client))) }),
    image: async (client) => ({ kind: 'image', ...(await images.generate(scopeOf(client), undefined)) }),
    pow: async (client) => ({ kind: 'pow', ...(await work.challenge(ownerOf(client))) }),
  }

  async function isRight(client: CaptchaClient, kind: CaptchaKind, answer: CaptchaAnswer): Promise<boolean> {
    const { token, point, code = '' } = answer
    if (kind === 'pow') return work.consume(ownerOf(client), token)
    if (kind === 'image') return images.consume(scopeOf(client), token, code)
    const dropped = readPoint(point ?? '')
    return dropped !== undefined && sliders.consume(ownerOf(client), token, dropped)
  }

  return {
    count: (act, visitor) => countCaptcha(ephemeral, act, visitor),

    ask: (client, kind) => questions[requireKind(client, kind ?? kindsOf(client)[0])](client),

    async answer(client, answer, sender) {
      const kind = requireKind(client, kindOf(answer))
      if (!(await isRight(client, kind, answer))) throw refuse('CAPTCHA_ERROR')
      const token = kind === 'pow' ? randomHex(32) : answer.token
      const point = kind === 'slider' ? answer.point : undefined
      await proofs.keep(ownerOf(client), token, proofText(kind, sender, point))
      return point === undefined ? token : `${token}${divider}${point}`
    },

    pass(client, sender, captchaToken, kind) {
      const [token = '', ...rest] = captchaToken.split(divider)
      const point = rest.length === 0 ? undefined : rest.join(divider)
      const kinds = kind === undefined ? kindsOf(client) : [kind]
      const candidates = kinds.map((one) => proofText(one, sender, point))
      return proofs.spend(ownerOf(client), token, candidates)
    },
  }
}

/** Between token and point of a `captcha_token`. */
const divider = '---'

function kindsOf({ captcha }: CaptchaClient): readonly CaptchaKind[] {
  return captcha === 'off' ? usualKinds : captcha
}

/**
 * The server decides, never the request (A35). A proof of work may be asked of anyone (spec 4, rule 6): it can always be
 * had, and counts only where it is asked for.
 */
function requireKind(client: CaptchaClient, asked: string | undefined): CaptchaKind {
  const kind = [...kindsOf(client), 'pow' as const].find((accepted) => accepted === asked)
  if (kind === undefined) throw refuse('CAPTCHA_KIND_INVALID')
  return kind
}

function kindOf({ point, code }: CaptchaAnswer): CaptchaKind {
  if (point !== undefined) return 'slider'
  return code === undefined ? 'pow' : 'image'
}

function ownerOf({ tenantId, clientId }: CaptchaClient): string {
  return `${tenantId}\0${clientId}`
}

function scopeOf({ tenantId, clientId }: CaptchaClient) {
  return { tenantId, place: `client ${clientId}` }
}

/** Points are compared as numbers: 5 equals 5.0. */
function proofText(kind: CaptchaKind, sender: string, point: string | undefined): string {
  return [kind, sender, point === undefined ? '' : pointText(point)].join('\0')
}

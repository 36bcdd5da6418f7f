/** `<latchkey-login client-id="…">`: a login for any page; docs/guide/browser-client.md lists what it takes and tells. */
import type { LoginOutcome, WaitingLogin } from '../login-outcome.ts'
import { Refused } from '../refused.ts'
import { createSdkClient, type SdkClient } from '../sdk-client.ts'
import { isOfCaptcha } from './is-of-captcha.ts'
import { field, make } from './make.ts'
import { solveCaptcha } from './solve-captcha.ts'
import { style } from './style.ts'
import { type Texts, textsIn } from './texts.ts'

type Method = 'phone' | 'password'

export class LatchkeyLogin extends HTMLElement {
  private readonly body = make('div')
  private readonly fault = make('p', { '@role': 'alert', '@part': 'error' })
  private ending = new AbortController()
  private sdk!: SdkClient
  private texts!: Texts

  constructor() {
    super()
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(style)
    const root = this.attachShadow({ mode: 'open', delegatesFocus: true })
    root.adoptedStyleSheets = [sheet]
    root.append(this.fault, this.body)
  }

  connectedCallback(): void {
    const language = this.lang || document.documentElement.lang || navigator.language
    this.ending = new AbortController()
    this.texts = textsIn(language)
    this.sdk = createSdkClient({
      clientId: this.getAttribute('client-id') ?? '',
      baseUrl: this.getAttribute('base-url') ?? undefined,
      language,
    })
    this.begin(this.methods()[0] ?? 'phone')
  }

  disconnectedCallback(): void {
    this.ending.abort()
  }

  private methods(): Method[] {
    const asked = (this.getAttribute('methods') ?? 'phone password').split(/\s+/)
    return (['phone', 'password'] as const).filter((method) => asked.includes(method))
  }

  private begin(method: Method): void {
    const { texts, signal } = this
    if (method === 'phone')
      this.show(
        [field('tel', texts.number, { type: 'tel', autocomplete: 'tel' })],
        texts.send,
        async (data) => {
          const mobile = String(data.get('tel'))
          await this.withCaptcha(mobile, (captchaToken) =>
            this.sdk.sendLoginCode(mobile, { captchaToken, signal }),
          )
          this.askCode(mobile, (code) => this.sdk.loginByCode(mobile, code, { signal }))
        },
      )
    else
      this.show(
        [
          field('username', texts.name, { autocomplete: 'username' }),
          field('password', texts.password, { type: 'password', autocomplete: 'current-password' }),
        ],
        texts.logIn,
        async (data) => {
          const [name, password] = [String(data.get('username')), String(data.get('password'))]
          await this.withCaptcha(name, async (captchaToken) =>
            this.goOn(await this.sdk.loginByPassword(name, password, { captchaToken, signal })),
          )
        },
      )
    if (this.methods().length > 1) this.body.prepend(this.tabs(method))
  }

  private tabs(current: Method): HTMLElement {
    const tabs = this.methods().map((method) =>
      make(
        'button',
        {
          type: 'button',
          '@role': 'tab',
          '@part': 'tab',
          '@aria-selected': method === current,
          onclick: () => this.begin(method),
        },
        this.texts[method],
      ),
    )
    return make('div', { className: 'tabs', '@role': 'tablist', '@part': 'tabs' }, ...tabs)
  }

  private askCode(to: string, check: (code: string) => Promise<LoginOutcome>): void {
    const { texts } = this
    const code = { autocomplete: 'one-time-code', inputMode: 'numeric' }
    this.show(
      [make('p', {}, `${texts.sent} ${to}`), field('code', texts.code, code)],
      texts.logIn,
      async (data) => this.goOn(await check(String(data.get('code')).trim())),
    )
  }

  /** Where a login goes from an outcome. */
  private goOn(outcome: LoginOutcome): void {
    const { texts, signal, sdk } = this
    if (outcome.status === 'SUCCESS') {
      this.body.replaceChildren()
      this.tell('latchkey-login', outcome.session)
    } else if (outcome.status === 'ACCESS_DENIED') this.say(outcome.reason || texts.denied)
    else if (outcome.status === 'MFA_AUTH')
      this.askFactor(outcome, outcome.mayEnrol ? 'enrol' : outcome.factors[0])
    else if (outcome.status !== 'CORP_CHOICE') {
      const warns = outcome.status === 'PASSWORD_WARN'
      const { minLength, maxLength } = outcome.policy
      const next = { type: 'password', autocomplete: 'new-password', minLength, maxLength }
      this.show(
        [
          make('p', {}, warns ? texts.warns : texts.expired),
          field('old', texts.oldPassword, { type: 'password', autocomplete: 'current-password' }),
          field('new', texts.newPassword, next),
        ],
        texts.go,
        async (data) => {
          const passwords = [String(data.get('old')), String(data.get('new'))] as const
          this.goOn(await sdk.replacePassword(outcome, ...passwords, { signal }))
        },
      )
      if (warns) this.offer(texts.later, async () => this.goOn(await sdk.skipWarning(outcome, { signal })))
    }
  }

  private askFactor(
    waiting: Extract<WaitingLogin, { status: 'MFA_AUTH' }>,
    factor: string | undefined,
  ): void {
    const { texts, signal, sdk } = this
    if (factor === 'enrol') void this.run(() => this.enrol(waiting))
    else if (factor === 'sms')
      void this.run(async () => {
        const mobile = await sdk.mobileOf(waiting, { signal })
        await this.withCaptcha(mobile, (captchaToken) =>
          sdk.sendFactorCode(waiting, { captchaToken, signal }),
        )
        this.askCode(mobile.replace(/\d(?=\d{4})/g, '•'), (code) => sdk.proveBySms(waiting, code, { signal }))
      })
    else if (factor === 'totp')
      this.show(
        [field('code', texts.appCode, { autocomplete: 'one-time-code' })],
        texts.logIn,
        async (data) =>
          this.goOn(await sdk.proveByTotp(waiting, String(data.get('code')).trim(), { signal })),
      )
    else
      this.show(
        [field('password', texts.password, { type: 'password', autocomplete: 'current-password' })],
        texts.logIn,
        async (data) =>
          this.goOn(await sdk.proveByPassword(waiting, String(data.get('password')), { signal })),
      )
    for (const other of waiting.factors.filter((name) => name !== factor))
      if (factor !== 'enrol') this.offer(texts.another, async () => this.askFactor(waiting, other))
  }

  private async enrol(waiting: WaitingLogin): Promise<void> {
    const { texts, signal, sdk } = this
    const { secret, uri } = await sdk.enrolTotp(waiting, { signal })
    const key = make('a', { href: uri }, make('code', {}, secret))
    const code = field('code', texts.code, { autocomplete: 'one-time-code', inputMode: 'numeric' })
    this.show([make('p', {}, texts.enrol), key, code], texts.go, async (data) => {
      const { recoveryCodes, outcome } = await sdk.confirmTotp(waiting, String(data.get('code')), { signal })
      const kept = make('p', {}, texts.recovery, make('br'), make('code', {}, recoveryCodes.join(' ')))
      this.show([kept], texts.go, async () => this.goOn(outcome))
    })
  }

  /** Does `act`; with a captcha where one is asked for: a proof of work, and where it does not count what does. */
  private async withCaptcha(sender: string, act: (token?: string) => Promise<void>): Promise<void> {
    try {
      await act()
    } catch (error) {
      if (!isOfCaptcha(error)) throw error
      this.say(this.texts.checking)
      const ask = (children: readonly HTMLElement[]) =>
        new Promise<FormData>((done) => this.show(children, this.texts.go, async (data) => done(data)))
      const solve = (kind?: 'pow') => solveCaptcha(this.sdk, sender, ask, this.texts, this.signal, kind)
      await act(await solve('pow')).catch(async (refused) => {
        if (!isOfCaptcha(refused)) throw refused
        await act(await solve())
      })
    }
  }

  private show(
    children: readonly HTMLElement[],
    label: string,
    send: (data: FormData) => Promise<void>,
  ): void {
    const button = make('button', { '@part': 'button' }, label)
    const form = make('form', { '@part': 'form' }, ...children, button)
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      // A double click is one call.
      if (button.disabled) return
      button.disabled = true
      void this.run(() => send(new FormData(form))).finally(() => {
        button.disabled = false
      })
    })
    this.say('')
    const isFirst = this.body.childElementCount === 0
    this.body.replaceChildren(form)
    // The page keeps its focus until someone used the element.
    if (!isFirst) form.querySelector('input')?.focus()
  }

  private offer(label: string, act: () => Promise<void>): void {
    const onclick = () => void this.run(act)
    const button = make('button', { type: 'button', className: 'plain', '@part': 'button', onclick }, label)
    this.body.querySelector('form')?.append(button)
  }

  private async run(act: () => Promise<void>): Promise<void> {
    try {
      await act()
    } catch (error) {
      if (this.signal.aborted) return
      this.say(error instanceof Refused ? error.message : this.texts.trouble)
      this.tell('latchkey-error', error)
    }
  }

  private say(text: string): void {
    this.fault.textContent = text
  }

  private tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }))
  }

  private get signal(): AbortSignal {
    return this.ending.signal
  }
}

if (!customElements.get('latchkey-login')) customElements.define('latchkey-login', LatchkeyLogin)

/** `<latchkey-login client-id="…">`: a login for any page; docs/guide/browser-client.md lists what it takes and tells. */
import type { LoginPageFacts } from '../../wire/login-page-calls.ts'
import { callServer } from '../call-server.ts'
import type { ClientOptions } from '../client-options.ts'
import { Refused } from '../refused.ts'
import { createSdkClient } from '../sdk-client.ts'
import { type Method, showFirstForm } from './first-form.ts'
import { make, plainButton } from './make.ts'
import type { Stage } from './stage.ts'
import { style } from './style.ts'
import { methodTabs } from './tabs.ts'
import { textsIn } from './texts.ts'

export class LatchkeyLogin extends HTMLElement {
  private readonly tabs = make('div')
  // Both are there before anything is told in them, so that it is read out.
  private readonly fault = make('p', { id: 'error', '@role': 'alert', '@part': 'error' })
  private readonly status = make('p', { '@role': 'status', '@part': 'status' })
  private readonly body = make('div')
  private ending = new AbortController()
  private readonly agreement = { isGiven: false }

  constructor() {
    super()
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(style)
    const root = this.attachShadow({ mode: 'open', delegatesFocus: true })
    root.adoptedStyleSheets = [sheet]
    root.append(this.tabs, this.fault, this.status, this.body)
  }

  connectedCallback(): void {
    this.ending = new AbortController()
    this.tabs.replaceChildren()
    this.body.replaceChildren()
    void this.open()
  }

  disconnectedCallback(): void {
    this.ending.abort()
  }

  /** Asks what the client allows, and shows the first form. */
  private async open(): Promise<void> {
    const { signal } = this.ending
    const language = this.lang || document.documentElement.lang || navigator.language
    const texts = textsIn(language)
    const clientId = this.getAttribute('client-id') ?? ''
    const baseUrl = this.getAttribute('base-url') ?? undefined
    const options: ClientOptions = { clientId, baseUrl, language }
    const agreements = () => (this.agreement.isGiven ? stage.facts.agreements.map(({ key }) => key) : [])
    const stage: Stage & { facts: LoginPageFacts } = {
      ...this.parts(signal, texts.trouble),
      sdk: createSdkClient({ ...options, agreements }),
      facts: {} as LoginPageFacts,
      texts,
      signal,
      restart: () => begin(this.methods(stage.facts)[0]),
    }
    const begin = (method: Method = 'phone') => {
      const methods = this.methods(stage.facts)
      showFirstForm(stage, method, this.agreement)
      if (methods.length > 1) this.tabs.replaceChildren(methodTabs(methods, method, texts, begin))
    }
    await stage.run(async () => {
      stage.note(texts.checking)
      try {
        const path = `/api/v1/login/page?client_id=${encodeURIComponent(clientId)}`
        const asked = callServer(options, { path, method: 'GET', isSafe: true }, { signal })
        stage.facts = (await asked) as LoginPageFacts
      } catch (error) {
        if (!signal.aborted) this.body.replaceChildren(plainButton(texts.retry, () => this.open()))
        throw error
      }
      if (this.methods(stage.facts).length === 0) return stage.note(texts.noWay)
      stage.restart()
    })
  }

  /** Of those that the page wants, what the client has. */
  private methods({ phone, password }: LoginPageFacts): Method[] {
    const asked = (this.getAttribute('methods') ?? 'phone password').split(/\s+/)
    const has = { phone: phone !== null, password: password !== null }
    return (['phone', 'password'] as const).filter((method) => asked.includes(method) && has[method])
  }

  private parts(
    signal: AbortSignal,
    trouble: string,
  ): Pick<Stage, 'show' | 'offer' | 'run' | 'say' | 'note' | 'keep' | 'end'> {
    const { body, fault, status, tabs } = this
    const note = (text: string) => {
      status.textContent = text
    }
    const say = (text: string) => {
      fault.textContent = text
      note('')
    }
    const run = async (act: () => Promise<void>) => {
      say('')
      try {
        await act()
      } catch (error) {
        if (signal.aborted) return
        say(error instanceof Refused ? error.message : trouble)
        this.tell('latchkey-error', error)
      }
    }
    return {
      say,
      note,
      run,
      show(children, label, send) {
        const form = formOf(children, label, (data) => run(() => send(data)))
        const isFirst = body.childElementCount === 0
        say('')
        tabs.replaceChildren()
        body.replaceChildren(form)
        // The page keeps its focus until someone used the element.
        if (!isFirst) form.querySelector<HTMLElement>('input, button')?.focus()
      },
      offer: (button) => body.querySelector('form')?.append(button),
      keep() {
        const [shown, ways] = [[...body.children], [...tabs.children]]
        return () => {
          body.replaceChildren(...shown)
          tabs.replaceChildren(...ways)
        }
      },
      end: (session) => {
        say('')
        tabs.replaceChildren()
        body.replaceChildren()
        this.tell('latchkey-login', session)
      },
    }
  }

  private tell(name: string, detail: unknown): void {
    this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }))
  }
}

function formOf(
  children: readonly HTMLElement[],
  label: string,
  send: (data: FormData) => Promise<void>,
): HTMLFormElement {
  // It stays where the focus is while it works.
  const button = make('button', { '@part': 'button submit' }, label)
  const form = make('form', { '@part': 'form' }, ...children, button)
  let isBusy = false
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    // A double click is one call.
    if (isBusy) return
    isBusy = true
    button.setAttribute('aria-disabled', 'true')
    void send(new FormData(form)).finally(() => {
      isBusy = false
      button.removeAttribute('aria-disabled')
    })
  })
  return form
}

if (!customElements.get('latchkey-login')) customElements.define('latchkey-login', LatchkeyLogin)

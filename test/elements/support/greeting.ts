/** A small family of elements to try the machinery with: `greet.Meta`, its Type `greet.Hello`, a second Type. */
import Type, { type Static } from 'typebox'
import { defineFunctions, optionalParam, param, text } from '../../../src/elements/define-type.ts'
import type { Platform } from '../../../src/elements/element-source.ts'
import {
  type ElementContext,
  type ElementDefinition,
  ElementType,
} from '../../../src/elements/element-type.ts'
import type { ElementLookup, SettingFault } from '../../../src/elements/setting-faults.ts'

const strict = { additionalProperties: false }

export const helloSettings = Type.Object(
  {
    motto: Type.String({ default: 'be kind' }),
    allowRegister: Type.Union([Type.Literal(0), Type.Literal(1)], { default: 1 }),
    times: Type.Integer({ minimum: 1, maximum: 3, default: 1 }),
    partner: Type.Optional(Type.String()),
    key: Type.Optional(Type.String({ secret: true })),
    limits: Type.Object({ day: Type.Integer({ minimum: 1, default: 10 }) }, { ...strict, default: {} }),
  },
  strict,
)

export type HelloSettings = Static<typeof helloSettings>

export const helloFunctions = defineFunctions({
  greet: {
    params: [param('name', text(20)), optionalParam('times', Type.Integer({ minimum: 1 }))],
    result: Type.Object({ text: Type.String(), caller: Type.String() }),
    callers: ['system', 'anonymous', 'user'],
    exposed: true,
    summary: 'Greets.',
  },
  note: {
    params: [param('userId', text(64)), param('note', text(100))],
    result: Type.String(),
    callers: ['system', 'user'],
    exposed: true,
    summary: 'Keeps a note.',
  },
  whoAmI: {
    params: [],
    result: Type.String(),
    callers: ['user'],
    exposed: true,
    summary: 'Tells the own id.',
  },
  relay: {
    params: [param('fullName', text(100)), param('name', text(20)), optionalParam('reason', text(100))],
    result: Type.Unknown(),
    callers: ['system', 'anonymous', 'user'],
    exposed: true,
    summary: 'Lets another element greet.',
  },
  fail: {
    params: [],
    result: Type.Unknown(),
    callers: ['system', 'anonymous', 'user'],
    exposed: true,
    summary: 'Refuses.',
  },
  inside: {
    params: [],
    result: Type.String(),
    callers: ['system'],
    exposed: false,
    summary: 'For the system only.',
  },
})

export type HelloServices = { readonly log: string[] }

export abstract class Greeting<S = unknown> extends ElementType<S> {}

export class Hello extends Greeting<HelloSettings> {
  static override readonly settings = helloSettings
  static override readonly functions = helloFunctions
  static override readonly properties: readonly string[] = ['motto', 'reader', 'secret']
  static override readonly refusals = { NO_GREETING: { en: 'No greeting', zh: '不打招呼' } }

  static override checkSettings(
    element: ElementDefinition<HelloSettings>,
    elements: ElementLookup,
  ): SettingFault[] {
    const { partner } = element.settings
    if (partner === undefined) return []
    const found = elements.find(partner)
    if (elements.family(partner) !== 'greet.Meta')
      return [{ pointer: '/partner', message: `no greeting: ${partner}` }]
    return found !== undefined && (found.settings as HelloSettings).times > 1
      ? [{ pointer: '/partner', message: 'greets more than once', warning: true }]
      : []
  }

  readonly services: HelloServices

  constructor(context: ElementContext<HelloSettings>, services: HelloServices) {
    super(context)
    this.services = services
  }

  get motto(): string {
    return this.element.settings.motto
  }

  /** Only the system may read it. */
  get secret(): string {
    if (this.call.caller.kind !== 'system') throw this.refusal('NO_GREETING')
    return 'secret'
  }

  get reader(): string {
    return this.call.caller.kind
  }

  async greet(name: string, times = this.element.settings.times) {
    this.services?.log.push(name)
    return { text: `hello ${name}`.repeat(times), caller: this.call.caller.kind }
  }

  async note(userId: string, note: string): Promise<string> {
    return `${userId}: ${note}`
  }

  async whoAmI(): Promise<string> {
    const { caller } = this.call
    return caller.kind === 'user' ? caller.userId : ''
  }

  async relay(fullName: string, name: string, reason?: string): Promise<unknown> {
    const app = reason === undefined ? this.app : this.app.asSystem(reason)
    return app.getElement(fullName).greet?.(name)
  }

  async fail(): Promise<never> {
    throw this.refusal('NO_GREETING', { seconds: 3 })
  }

  async inside(): Promise<string> {
    return 'inside'
  }
}

export class Silent extends ElementType {}

export const platform: Platform = {
  appId: 'test.platform',
  elements: [
    { fullName: 'greet.Meta', title: 'Greetings', type: '', class: Greeting },
    { fullName: 'greet.Hello', title: 'Hello', type: 'greet.Meta', class: Hello },
    { fullName: 'other.Meta', title: 'Others', type: '' },
    { fullName: 'other.Silent', title: 'Silent', type: 'other.Meta', class: Silent },
    { fullName: 'greet.svc', title: 'Service', type: 'greet.Hello' },
  ],
}

/** An app as its callers use it: elements by name, their functions and properties, and who calls. */
import { defaultTenant, type SessionId, type UserId } from '../base/ids.ts'
import { type Refusal, refuse } from '../base/refusal.ts'
import type { AppView, ElementHandle } from './app-view.ts'
import { callFunction, callNamed } from './call-function.ts'
import type { CallContext, Caller, Language } from './caller.ts'
import type { FunctionDeclaration } from './define-type.ts'
import type { ElementDefinition, ElementFilter } from './element-definition.ts'
import { type BaseServices, elementMaker, type MakeElement } from './element-maker.ts'
import type { ElementType } from './element-type.ts'
import type { RegisteredElement, Registry } from './registry.ts'
import { withText } from './with-text.ts'

export type AppViewOptions = {
  /** The elements of now: asked at every call, so that a reload is seen. */
  readonly registry: () => Registry
  /** Everything that a call does sees the elements that it began with. */
  readonly onOneSet?: <T>(work: () => T) => T
  /** What element classes are made with, by their base class. */
  readonly bases: readonly BaseServices[]
  /** The text of a refusal for people. */
  explain(refusal: Refusal, language: Language): string
  /** Told of every `asSystem`, with the call that asked for it. */
  onSystem(reason: string, call: CallContext): void
  /** `appId` of the element that looks through the view: it sees the private elements of its app. */
  readonly from?: string
  /** Facts of in-process calls; else the system, in English, in the default tenant. */
  readonly call?: CallContext
}

/** The app seen by in-process code that opened it. */
export function createAppView(options: AppViewOptions): AppView {
  const { registry, onOneSet = (work) => work(), bases, explain, onSystem, from, call = inProcess } = options
  return new View({ registry, onOneSet, make: elementMaker(bases), explain, onSystem }, call, from)
}

const inProcess: CallContext = {
  caller: { kind: 'system' },
  tenantId: defaultTenant,
  device: {},
  language: 'en',
}

type Core = Pick<AppViewOptions, 'registry' | 'explain' | 'onSystem'> & {
  readonly onOneSet: <T>(work: () => T) => T
  readonly make: MakeElement
}

type RunFunction = (target: ElementType, declaration: FunctionDeclaration) => Promise<unknown>

class View implements AppView {
  readonly #core: Core
  readonly #call: CallContext
  readonly #from: string | undefined

  constructor(core: Core, call: CallContext, from: string | undefined) {
    this.#core = core
    this.#call = call
    this.#from = from
  }

  get appId(): string {
    return this.#core.registry().appId
  }

  getElement<T extends object>(fullName: string): T & ElementHandle {
    const element = this.#element(fullName)
    const { title, type } = element.definition
    const handle: Record<string, unknown> = Object.assign(Object.create(null), { fullName, title, type })
    const code = element.tier === 'instance' ? element.class : undefined
    for (const name of Object.keys(code?.functions ?? {}))
      handle[name] = (...args: unknown[]) => this.#callHandle(fullName, name, args)
    for (const name of code?.properties ?? [])
      Object.defineProperty(handle, name, { enumerable: true, get: () => this.#read(fullName, name) })
    return Object.freeze(handle) as T & ElementHandle
  }

  findElements(filter?: ElementFilter): ElementDefinition[] {
    return this.#core.registry().list(filter, this.#from)
  }

  as({ userId, sessionId }: { readonly userId: string; readonly sessionId: string }): AppView {
    requireId('userId', userId, 'of a user row it is user.userId.value')
    requireId('sessionId', sessionId, 'loginByCode gives it, and asSession finds it by the session token')
    return this.with({
      caller: { kind: 'user', userId: userId as UserId, sessionId: sessionId as SessionId },
    })
  }

  asSystem(reason: string): AppView {
    if (reason.trim() === '') throw new TypeError('asSystem needs a reason')
    this.#core.onSystem(reason, this.#call)
    return new View(this.#core, { ...this.#call, caller: { kind: 'system', reason } }, this.#from)
  }

  with(call: Partial<CallContext>): AppView {
    if (call.caller !== undefined) requireNoMoreRights(this.#call.caller, call.caller)
    return new View(this.#core, { ...this.#call, ...call }, this.#from)
  }

  callFunction(fullName: string, name: string, named: unknown, exposedOnly: boolean): Promise<unknown> {
    return this.#run(fullName, name, exposedOnly, (target, declaration) =>
      callNamed(target, name, declaration, this.#call, named),
    )
  }

  #callHandle(fullName: string, name: string, args: readonly unknown[]): Promise<unknown> {
    return this.#run(fullName, name, false, (target, declaration) =>
      callFunction(target, name, declaration, this.#call, args),
    )
  }

  #run(fullName: string, name: string, exposedOnly: boolean, run: RunFunction): Promise<unknown> {
    return this.#core.onOneSet(() => this.#runNow(fullName, name, exposedOnly, run))
  }

  async #runNow(fullName: string, name: string, exposedOnly: boolean, run: RunFunction): Promise<unknown> {
    try {
      const element = this.#element(fullName, exposedOnly)
      const declaration = declarationOf(element, name)
      const reachable = declaration !== undefined && (!exposedOnly || declaration.exposed)
      const target = reachable ? this.#make(element) : undefined
      if (!reachable || target === undefined) throw refuse('FUNCTION_NOT_FOUND', { fullName, function: name })
      return await run(target, declaration)
    } catch (error) {
      throw this.#explained(error)
    }
  }

  #read(fullName: string, name: string): unknown {
    try {
      const target = this.#make(this.#element(fullName))
      return target === undefined ? undefined : Reflect.get(target, name)
    } catch (error) {
      throw this.#explained(error)
    }
  }

  #make(element: RegisteredElement): ElementType | undefined {
    return this.#core.make(element, {
      call: this.#call,
      app: new View(this.#core, this.#call, element.appId),
    })
  }

  /** Names that exist are told in-process only. */
  #element(fullName: string, exposedOnly = false): RegisteredElement {
    const registry = this.#core.registry()
    const element = registry.element(fullName, this.#from)
    if (element !== undefined) return element
    const nearest = exposedOnly ? [] : registry.nearest(fullName, this.#from)
    throw this.#explained(refuse('ELEMENT_NOT_FOUND', { fullName, nearest }))
  }

  #explained<E>(error: E): E {
    return withText(error, (refusal) => this.#core.explain(refusal, this.#call.language))
  }
}

function declarationOf({ class: code }: RegisteredElement, name: string): FunctionDeclaration | undefined {
  return code !== undefined && Object.hasOwn(code.functions, name) ? code.functions[name] : undefined
}

function requireId(name: string, value: unknown, hint: string): void {
  if (typeof value === 'string' && value.trim() !== '') return
  throw new TypeError(`app.as: ${name} has to be a text that is not empty; ${hint}`)
}

/** What only a defect of a Type asks for, so no refusal. */
function requireNoMoreRights(now: Caller, next: Caller): void {
  if (now.kind === 'system' || next.kind === 'anonymous') return
  if (now.kind === 'user' && next.kind === 'user' && now.userId === next.userId) return
  throw new Error('this call would act with more rights: spell it out with asSystem(reason)')
}

/** A login that waits for a step: its facts lie in the ephemeral store, its caller holds a state token. */
import type { AuditLog } from '../audit/audit-log.ts'
import { sha256 } from '../base/digest.ts'
import { randomToken } from '../base/random-id.ts'
import { refuse } from '../base/refusal.ts'
import type { Client } from '../clients/client.ts'
import type { CallContext } from '../elements/caller.ts'
import type { EphemeralStore } from '../ephemeral/ephemeral-store.ts'
import { type StateTokens, stateTokenTtlSeconds } from '../tokens/state-token.ts'
import type { UserStore } from '../users/user-store.ts'
import type { LoginStep, LoginStop, StepFacts } from './login-stop.ts'
import type { ProvenLogin } from './proven-login.ts'

export type LoginFlow = {
  readonly id: string
  readonly step: LoginStep
  readonly about: StepFacts
  /** The login as it was proven, with its user as he is now. */
  readonly login: ProvenLogin
}

type Stop = Exclude<LoginStop, { readonly status: 'ACCESS_DENIED' }>

export interface LoginFlows {
  /** Keeps a proven login for a step and answers with its state token. */
  begin(login: ProvenLogin, stop: Stop, call: CallContext): Promise<string>
  /** Reads without ending it. Refusals: `STATE_INVALID`, `USER_DISABLED`. */
  resume(
    stateToken: string,
    steps: readonly LoginStep[],
    client: Client,
    call: CallContext,
  ): Promise<LoginFlow>
  /** The flow of this client and device that waits for a code to this number. */
  findWaiting(phone: string, client: Client, call: CallContext): Promise<LoginFlow | undefined>
  /** Ends the flow: its step was taken. Of any number of callers one gets through, the others `STATE_INVALID`. */
  end(flow: LoginFlow): Promise<void>
}

type FlowDependencies = {
  readonly ephemeral: EphemeralStore
  readonly stateTokens: StateTokens
  readonly users: Pick<UserStore, 'find'>
  readonly audit: Pick<AuditLog, 'note'>
}

type StoredFlow = Omit<ProvenLogin, 'user' | 'client' | 'steps' | 'spent'> & {
  readonly userId: ProvenLogin['user']['id']
  readonly clientId: string
  readonly step: LoginStep
  readonly about: StepFacts
}

const ttlMs = stateTokenTtlSeconds * 1000
const invalid = () => refuse('STATE_INVALID')

export function createLoginFlows({ ephemeral, stateTokens, users, audit }: FlowDependencies): LoginFlows {
  async function read(id: string, client: Client): Promise<LoginFlow | undefined> {
    const value = await ephemeral.get(flowKey(id))
    if (value === undefined) return undefined
    const { userId, clientId, step, about, ...facts } = JSON.parse(value) as StoredFlow
    const user = await users.find(facts.tenantId, userId)
    if (user === undefined || clientId !== client.clientId) return undefined
    // A number, password or factor was changed meanwhile: what was proven before is void (spec 6, A39).
    if (facts.provenSince < user.secured_at) return undefined
    return { id, step, about, login: { ...facts, user, client, spent: invalid, steps: [] } }
  }

  return {
    async begin(login, { status, about = {} }, call) {
      const id = randomToken(22)
      const { phone } = about
      const writing = [ephemeral.put(flowKey(id), JSON.stringify(toStored(login, status, about)), ttlMs)]
      if (phone !== undefined) writing.push(ephemeral.put(waitingKey(phone, login.client, call), id, ttlMs))
      await Promise.all(writing)
      const device = { deviceFingerprint: call.device.key ?? '', flowId: id, step: status }
      return stateTokens.issue({ tenantId: login.tenantId, clientId: login.client.clientId, ...device }).token
    },

    async resume(stateToken, steps, client, call) {
      const expected = { tenantId: call.tenantId, clientId: client.clientId, steps }
      const token = stateTokens.verify(stateToken, {
        ...expected,
        deviceFingerprint: call.device.key ?? '',
      })
      const flow = token.valid ? await read(token.flowId, client) : undefined
      if (flow === undefined || !token.valid || flow.step !== token.step) throw invalid()
      const { user, method, loginType: subject } = flow.login
      if (user.status === 'active') return flow
      audit.note({ action: `login.${method}`, result: 'USER_DISABLED', userId: user.id, subject }, call)
      throw refuse('USER_DISABLED')
    },

    async findWaiting(phone, client, call) {
      const id = await ephemeral.get(waitingKey(phone, client, call))
      return id === undefined ? undefined : read(id, client)
    },

    async end({ id }) {
      if ((await ephemeral.spend(flowKey(id))) === undefined) throw invalid()
    },
  }
}

function toStored({ user, client, steps, spent, ...facts }: ProvenLogin, step: LoginStep, about: StepFacts) {
  return { ...facts, userId: user.id, clientId: client.clientId, step, about } satisfies StoredFlow
}

function flowKey(id: string): string {
  return `login-flow:{${id}}`
}

function waitingKey(phone: string, { clientId }: Client, { tenantId, device }: CallContext): string {
  return `login-flow-of:{${sha256([tenantId, clientId, device.key ?? '', phone].join('\0'))}}`
}

/** A login that waits for a step: its facts lie in the ephemeral store, its caller holds a state token. */
import { randomToken } from '../base/random-id.ts'
import type { CallContext } from '../elements/caller.ts'
import type { EphemeralStore } from '../ephemeral/ephemeral-store.ts'
import { type StateTokens, stateTokenTtlSeconds } from '../tokens/state-token.ts'
import type { ProvenLogin } from './proven-login.ts'

export interface LoginFlows {
  /** Keeps a proven login for the step `status` and answers with its state token. */
  begin(login: ProvenLogin, status: string, call: CallContext): Promise<string>
}

type FlowDependencies = { readonly ephemeral: EphemeralStore; readonly stateTokens: StateTokens }

export function createLoginFlows({ ephemeral, stateTokens }: FlowDependencies): LoginFlows {
  return {
    async begin(login, status, call) {
      const flowId = randomToken(22)
      const { tenantId, user, client, loginType, method, originId, authTime, provenSince, knownDevice } =
        login
      const { corpId, platform } = login
      const facts = {
        tenantId,
        userId: user.id,
        loginType,
        method,
        originId,
        authTime,
        provenSince,
        knownDevice,
        corpId,
        platform,
      }
      await ephemeral.put(`login-flow:${flowId}`, JSON.stringify(facts), stateTokenTtlSeconds * 1000)
      const deviceFingerprint = call.device.key ?? ''
      return stateTokens.issue({
        tenantId,
        clientId: client.clientId,
        deviceFingerprint,
        flowId,
        step: status,
      }).token
    },
  }
}

/** Everything below `/api/admin`. */
import type { FastifyInstance } from 'fastify'
import type { HttpServices } from '../http-services.ts'
import { administratorCalls, registerAdministratorCalls } from './administrator-calls.ts'
import { auditCalls, registerAuditCalls } from './audit-calls.ts'
import type { AdminCall } from './define-admin-call.ts'
import { elementCalls, registerElementCalls } from './element-calls.ts'
import { messageCalls, registerMessageCalls } from './message-calls.ts'
import { recoveryCalls, registerRecoveryCalls } from './recovery-calls.ts'
import { registerTenantCalls, tenantCalls } from './tenant-calls.ts'
import { registerTodayCalls, todayCalls } from './today-calls.ts'
import { registerUserActCalls, userActCalls } from './user-act-calls.ts'
import { registerUserCalls, userCalls } from './user-calls.ts'
import { registerUserFileCalls, userFileCalls } from './user-file-calls.ts'
import { registerWebhookCalls, webhookCalls } from './webhook-calls.ts'

export const adminCalls: readonly AdminCall[] = [
  ...administratorCalls,
  ...userCalls,
  ...userActCalls,
  ...userFileCalls,
  ...recoveryCalls,
  ...auditCalls,
  ...elementCalls,
  ...todayCalls,
  ...messageCalls,
  ...tenantCalls,
  ...webhookCalls,
]

export function registerAdminFace(server: FastifyInstance, services: HttpServices): void {
  registerAdministratorCalls(server, services)
  registerUserCalls(server, services)
  registerUserActCalls(server, services)
  registerUserFileCalls(server, services)
  registerRecoveryCalls(server, services)
  registerAuditCalls(server, services)
  registerElementCalls(server, services)
  registerTodayCalls(server, services)
  registerMessageCalls(server, services)
  registerTenantCalls(server, services)
  registerWebhookCalls(server, services)
}

/** Messages as Standard Webhooks asks for them: https://www.standardwebhooks.com */
import { createHmac, randomBytes } from 'node:crypto'
import type { Delivery } from '../events/outbox.ts'
import type { Message } from './post-message.ts'

const prefix = 'whsec_'
const secretBytes = 32

/** `whsec_` and the base64 of the key. */
export function newSigningSecret(): string {
  return prefix + randomBytes(secretBytes).toString('base64')
}

/** The same body each time that it is delivered; the time in the headers is that of the attempt. */
export function signMessage(delivery: Delivery, secret: string, now: number): Message {
  const { eventId, type, tenantId, at, data } = delivery
  const head = JSON.stringify({ id: eventId, type, timestamp: new Date(at).toISOString(), tenantId })
  const body = `${head.slice(0, -1)},"data":${data}}`
  const timestamp = String(Math.floor(now / 1000))
  const key = Buffer.from(secret.slice(prefix.length), 'base64')
  const signature = createHmac('sha256', key).update(`${eventId}.${timestamp}.${body}`).digest('base64')
  return {
    headers: {
      'webhook-id': eventId,
      'webhook-timestamp': timestamp,
      'webhook-signature': `v1,${signature}`,
    },
    body,
  }
}

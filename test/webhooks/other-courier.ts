/** A process that delivers: its order names the database and the secret. */
import { buildWebhooks } from '../../src/app/webhook-rooms.ts'
import { createAuditLog } from '../../src/audit/audit-log.ts'
import { systemClock } from '../../src/base/clock.ts'
import { createEvents } from '../../src/events/events.ts'
import { createKeyring } from '../../src/secrets/keyring.ts'
import { createSecretStore } from '../../src/secrets/secret-store.ts'

const { module, openName, place, secret } = JSON.parse(process.argv[2] ?? '')
const database = (await import(module))[openName](place)
const clock = systemClock
const rethrow = (error: unknown) => {
  throw error
}
const audit = createAuditLog({ database, clock, onLoss: rethrow, onEvent: () => undefined })
const secretStore = createSecretStore({ database, keyring: createKeyring([secret]), clock })
const events = createEvents({ database, clock, onLoss: rethrow })
const { createCourier } = buildWebhooks({ database, clock, secretStore, audit }, new Set(['127.0.0.1']))
const courier = createCourier(events, rethrow)

process.on('message', async () => {
  await courier.round()
  process.send?.('done')
})
process.send?.('ready')

/** The development inbox over HTTP: JSON, and a page that refreshes itself (spec 4, rule 10). */
import type { FastifyInstance } from 'fastify'
import { type Country, type E164, readInCountries } from '../../base/phone-number.ts'
import type { PhoneSettings } from '../../login/phone/phone-settings.ts'
import type { DevInbox, InboxMessage } from '../../sms/dev-inbox.ts'
import { pagePolicy } from '../answer-headers.ts'
import { header } from '../call-context.ts'
import type { HttpServices } from '../http-services.ts'
import { isLocalRequest } from '../local-request.ts'
import { escapeHtml } from './escape-html.ts'

type Query = { readonly phone?: unknown }

/** Registers nothing where there is no inbox. */
export function registerInbox(server: FastifyInstance, services: HttpServices): void {
  const { inbox } = services
  if (inbox === undefined) return
  server.get<{ Querystring: Query }>('/dev/inbox', async (request, reply) => {
    if (!isLocalRequest(request)) return reply.callNotFound()
    const messages = await read(inbox, request.query.phone, services)
    if (!(header(request, 'accept') ?? '').includes('text/html')) return { messages }
    return reply
      .header('content-security-policy', pagePolicy)
      .type('text/html; charset=utf-8')
      .send(page(messages))
  })
  server.get('/dev/inbox.css', (request, reply) =>
    isLocalRequest(request) ? reply.type('text/css; charset=utf-8').send(style) : reply.callNotFound(),
  )
}

async function read(inbox: DevInbox, phone: unknown, services: HttpServices): Promise<InboxMessage[]> {
  if (phone === undefined) return inbox.read()
  return inbox.read(typeof phone === 'string' ? numbersOf(phone, services) : [])
}

/** A number without + may be of the default country of any phone login. In a URL an unescaped + is a space. */
function numbersOf(phone: string, { registry }: HttpServices): E164[] {
  const text = phone.replace(/^ /, '+')
  const logins = registry().list({ type: 'auths.loginTypes.PhoneType', tier: 'instance' })
  const countries = logins.map(({ settings }) => (settings as PhoneSettings).defaultCountry as Country)
  return readInCountries(text, countries).map(({ e164 }) => e164)
}

const style = `body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 40rem; padding: 0 1rem }
li { border-top: 1px solid #8884; list-style: none; padding: 1rem 0 }
ul { padding: 0 }
strong { font-size: 1.5rem; letter-spacing: .1em }
:root { color-scheme: light dark }`

function page(messages: readonly InboxMessage[]): string {
  const items = messages.map(item).join('') || '<li>No message yet. Ask for a code.</li>'
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="3">
<meta name="viewport" content="width=device-width"><title>Development inbox</title>
<link rel="stylesheet" href="/dev/inbox.css"></head><body><h1>Development inbox</h1><ul>${items}</ul></body></html>`
}

function item({ code, phone, purpose, text, at }: InboxMessage): string {
  const time = new Date(at).toISOString()
  return `<li><strong>${escapeHtml(code)}</strong> ${escapeHtml(phone)} · ${escapeHtml(purpose)}
<div>${escapeHtml(text)}</div><time datetime="${time}">${time}</time></li>`
}

/** The cookie of an administrator's session: for pages of this very server and nothing that links to them. */
import type { FastifyReply, FastifyRequest } from 'fastify'
import { adminSessionMs } from '../../admins/admin-sessions.ts'
import { cookieForm, readCookies } from '../cookies.ts'
import type { HttpServices } from '../http-services.ts'

export type AdminCookie = {
  read(request: FastifyRequest): string | undefined
  write(reply: FastifyReply, token: string): void
  clear(reply: FastifyReply): void
}

/** Nothing where no cookie may be set: the console needs TLS, or a loopback host. */
export function adminCookie(services: Pick<HttpServices, 'publicUrl'>): AdminCookie | undefined {
  const form = cookieForm(services, 'Strict')
  if (form === undefined) return undefined
  const name = `${form.prefix}latchkey-admin`
  const write = (reply: FastifyReply, token: string, seconds: number) =>
    reply.header('set-cookie', `${name}=${token}; Max-Age=${seconds}; ${form.attributes}`)
  return {
    read: (request) => readCookies(request).get(name),
    write: (reply, token) => void write(reply, token, adminSessionMs / 1000),
    clear: (reply) => void write(reply, '', 0),
  }
}

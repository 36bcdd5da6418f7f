/** The elements of the app, and changes of them while it runs. */
import type { FastifyInstance } from 'fastify'
import Type, { type Static } from 'typebox'
import { meantNumbers } from '../../accounts/meant-numbers.ts'
import { refuse } from '../../base/refusal.ts'
import type { WantedElement } from '../../edits/keep-edit.ts'
import type { HttpServices } from '../http-services.ts'
import { defineAdminCall } from './define-admin-call.ts'
import { serveAdminCall } from './serve-admin-call.ts'

const strict = { additionalProperties: false }
const text = (maxLength: number) => Type.String({ minLength: 1, maxLength })
const version = Type.Integer({ minimum: 0, description: 'Of the edit; 0 where there is none.' })

const item = {
  fullName: Type.String(),
  title: Type.String(),
  type: Type.String({ description: 'Empty for a Meta.' }),
  tier: Type.Enum(['meta', 'type', 'instance']),
  family: Type.String({ description: 'The Meta at the root.' }),
  source: Type.Enum(['package', 'folder', 'console']),
  replaces: Type.Optional(
    Type.String({ description: 'The app whose element of this name it stands in the place of.' }),
  ),
  description: Type.Optional(Type.String()),
}

/** What an administrator says of an element. */
const wanted = {
  title: text(128),
  type: text(255),
  description: Type.Optional(Type.String({ maxLength: 512 })),
  settings: Type.Record(Type.String(), Type.Unknown(), {
    description: 'A secret that stays as it is: `{ "secret": true }`, in a list as it was read.',
  }),
}

const fault = Type.Object({
  place: Type.String({ description: 'File and JSON Pointer.' }),
  pointer: Type.Optional(Type.String({ description: 'In the settings that were sent.' })),
  message: Type.String(),
})

const list = defineAdminCall({
  method: 'GET',
  path: '/api/admin/elements',
  role: 'auditor',
  summary: 'Every element of the app.',
  answer: Type.Object({ items: Type.Array(Type.Object(item)) }),
})

const show = defineAdminCall({
  method: 'GET',
  path: '/api/admin/elements/:fullName',
  role: 'auditor',
  summary: 'An element: the schema of its settings, its own and those in effect, and where each comes from.',
  answer: Type.Object({
    ...item,
    version,
    changedAt: Type.Optional(Type.Integer({ description: 'Milliseconds since the epoch.' })),
    changedBy: Type.Optional(Type.String()),
    schema: Type.Unknown({ description: 'JSON Schema of the settings; secret ones have `secret: true`.' }),
    own: Type.Unknown({
      description:
        'What the element says; a secret as `{ "secret": true }`, what comes from the environment with its `variable`.',
    }),
    effective: Type.Unknown({ description: 'The same with the defaults of its Types.' }),
    origins: Type.Record(Type.String(), Type.String(), {
      description: 'By JSON Pointer: the element, the Type whose default it is, or `default`.',
    }),
    types: Type.Array(Type.String(), { description: 'Types that it could be of.' }),
  }),
  errors: ['ELEMENT_NOT_FOUND'],
})

const check = defineAdminCall({
  method: 'POST',
  path: '/api/admin/elements/check',
  role: 'operator',
  summary: 'What a change of an element would do, without doing it.',
  body: Type.Object(
    {
      fullName: text(255),
      title: Type.Optional(wanted.title),
      type: Type.Optional(wanted.type),
      description: wanted.description,
      settings: Type.Optional(wanted.settings),
      remove: Type.Optional(Type.Boolean({ description: 'Is the edit to be taken back?' })),
    },
    strict,
  ),
  answer: Type.Object({
    faults: Type.Array(fault),
    warnings: Type.Array(fault),
    diff: Type.Array(
      Type.Object({
        pointer: Type.String({ description: 'In the settings; or `title`, `type`, `description`.' }),
        before: Type.Optional(Type.Unknown()),
        after: Type.Optional(Type.Unknown()),
      }),
    ),
  }),
})

const put = defineAdminCall({
  method: 'PUT',
  path: '/api/admin/elements/:fullName',
  role: 'owner',
  summary: 'Makes or changes an Instance; it is served by every process within two seconds.',
  body: Type.Object({ ...wanted, version }, strict),
  answer: Type.Object({ version }),
  errors: ['ELEMENT_FAULTY', 'ELEMENT_CHANGED'],
})

const remove = defineAdminCall({
  method: 'DELETE',
  path: '/api/admin/elements/:fullName',
  role: 'owner',
  summary: 'Takes an edit back; an element of the app folder that it replaced is there again.',
  query: Type.Object({ version }),
  errors: ['ELEMENT_FAULTY', 'ELEMENT_CHANGED'],
})

const trySms = defineAdminCall({
  method: 'POST',
  path: '/api/admin/elements/:fullName/try-sms',
  role: 'owner',
  summary: 'Sends one real message through an SMS service; its code opens nothing.',
  body: Type.Object(
    { to: text(64), language: Type.Optional(Type.Enum(['en', 'zh'], { default: 'en' })) },
    strict,
  ),
  answer: Type.Object({
    accepted: Type.Boolean(),
    reason: Type.Optional(Type.String()),
    detail: Type.Optional(Type.String({ description: 'What the vendor says.' })),
    vendorId: Type.Optional(Type.String()),
  }),
  errors: ['ELEMENT_NOT_FOUND', 'PHONE_INVALID'],
})

export const elementCalls = [list, show, check, put, remove, trySms]

export function registerElementCalls(server: FastifyInstance, services: HttpServices): void {
  const { elementDesk: desk } = services

  serveAdminCall(server, services, list, async () => ({ items: desk.list() }))
  serveAdminCall(server, services, show, async ({ params }) => {
    const element = desk.show(params.fullName)
    return { ...element, types: [...element.types] }
  })
  serveAdminCall(server, services, check, async ({ body }) => {
    const { faults, warnings, differences } = await desk.check(body.fullName, wantedOf(body))
    return { faults: [...faults], warnings: [...warnings], diff: [...differences] }
  })
  serveAdminCall(server, services, put, async ({ params, body: { version: over, ...element }, call }) => {
    const edit = { fullName: params.fullName, ...element }
    return { version: await desk.put(edit, over, call) }
  })
  serveAdminCall(server, services, remove, ({ params, query, call }) =>
    desk.remove(params.fullName, query.version, call),
  )
  serveAdminCall(server, services, trySms, async ({ params, body, call }) => {
    const [phone, ...others] = meantNumbers(services.accounts, body.to)
    if (phone === undefined || others.length > 0) throw refuse('PHONE_INVALID')
    const { accepted, reason, detail, messageId } = await services.trySms(
      params.fullName,
      phone,
      body.language ?? 'en',
      call,
    )
    if (accepted) return { accepted, vendorId: messageId }
    return {
      accepted,
      ...(reason === undefined ? {} : { reason }),
      ...(detail === undefined ? {} : { detail }),
    }
  })
}

/** Nothing where the edit is to be taken back. */
function wantedOf(body: Static<typeof check.body>): WantedElement | undefined {
  const { remove: isRemoved, title, type, settings, description, fullName } = body
  if (isRemoved === true) return undefined
  const given = { title, type, settings }
  const missing = Object.entries(given).filter(([, value]) => value === undefined)
  if (title === undefined || type === undefined || settings === undefined)
    throw refuse('API_PARAMS_ERROR', {
      arguments: Object.fromEntries(missing.map(([name]) => [name, 'is missing'])),
    })
  return { fullName, title, type, settings, ...(description === undefined ? {} : { description }) }
}

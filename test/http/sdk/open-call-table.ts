/** Asks the calls of the table, each time from another address so that no limit answers, and checks what fails. */
import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import type { InjectOptions } from 'fastify'
import { errorsOf, type SdkCall } from '../../../src/http/sdk/define-call.ts'
import { type SdkErrorName, sdkErrors } from '../../../src/http/sdk/error-codes.ts'
import { sdkCalls, sdkPrefix } from '../../../src/http/sdk/sdk-face.ts'
import { deviceHeaders, type Headers } from '../support/http-app.ts'
import { basic, openTenantApp, otherClientId } from '../support/tenant-app.ts'
import type { Row } from './call-rows.ts'

/** What `inject` and a bare socket answer alike. */
export type Answered = { readonly status: number; readonly type: string | undefined; readonly body: string }

export type CallTable = Awaited<ReturnType<typeof openCallTable>>

export async function openCallTable(t: Pick<TestContext, 'after'>) {
  const app = await openTenantApp(t)
  const token = await app.accessToken(otherClientId)
  let visitors = 0

  const complete = { ...deviceHeaders, 'x-client-id': otherClientId }
  const shown = {
    state: { ...complete, 'x-state-token': 'x' },
    idToken: { ...complete, authorization: 'Bearer x' },
    session: { ...complete, 'session-token': 'x' },
    secret: basic(otherClientId),
    accessToken: { authorization: `Bearer ${token}` },
  }

  async function ask(request: InjectOptions): Promise<Answered> {
    visitors += 1
    const remoteAddress = `10.${visitors >> 16}.${(visitors >> 8) & 255}.${visitors & 255}`
    const { statusCode, headers, body } = await app.ask({ ...request, remoteAddress })
    return { status: statusCode, type: headers['content-type'] as string | undefined, body }
  }

  return {
    ...app,
    ask,
    /** Headers with which the call is only refused for what comes after headers and fields. */
    headersOf: ({ shows }: Row): Headers => (shows === undefined ? complete : shown[shows]),
  }
}

export const isGet = ({ call }: Row) => call.startsWith('GET ')

export const isOfBackend = ({ shows }: Row) => shows === 'secret' || shows === 'accessToken'

export function urlOf({ call, query = '' }: Row): string {
  return `${sdkPrefix}${call.split(' ')[1]}${query}`
}

/** A request with a body, but for a GET. */
export function requestOf(row: Row, headers: Headers, body: unknown = row.body): InjectOptions {
  if (isGet(row)) return { method: 'GET', url: urlOf(row), headers: { ...headers } }
  const payload = typeof body === 'string' ? body : JSON.stringify(body)
  return {
    method: 'POST',
    url: urlOf(row),
    headers: { 'content-type': 'application/json', ...headers },
    payload,
  }
}

export function declarationOf({ call }: Row): SdkCall {
  const declared = sdkCalls.find(({ method = 'POST', path }) => `${method} ${path}` === call)
  assert.ok(declared, call)
  return declared
}

/** The status, the two members and no more, and the text of the language. */
export function assertFails(
  { status, type, body }: Answered,
  name: SdkErrorName,
  told: string,
  language: 'en' | 'zh' = 'en',
): void {
  const { status: expected, code, [language]: error_msg } = sdkErrors[name]
  assert.deepEqual([status, body], [expected, JSON.stringify({ error_code: code, error_msg })], told)
  assert.equal(type, 'application/json; charset=utf-8', told)
}

/** One of the errors that the call declares, for values whose fault the call itself finds. */
export function assertFailsAsDeclared({ status, type, body }: Answered, row: Row, told: string): void {
  const { error_code, error_msg, ...more } = JSON.parse(body)
  const declared = errorsOf(declarationOf(row)).map((name) => sdkErrors[name])
  const error = declared.find(({ code }) => code === error_code)
  assert.ok(error, `${told}: ${error_code} is not declared`)
  assert.deepEqual([status, type, more], [error.status, 'application/json; charset=utf-8', {}], told)
  assert.ok(error_msg.startsWith(error.en), `${told}: ${error_msg}`)
}

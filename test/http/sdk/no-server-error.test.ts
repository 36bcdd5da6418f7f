/**
 * Property: whatever a caller with good tokens sends to any SDK call, the answer has the API's shape and is one that
 * the call declares (spec 5, "Headers").
 */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import fc from 'fast-check'
import { errorsOf, type SdkCall } from '../../../src/http/sdk/define-call.ts'
import { sdkErrors } from '../../../src/http/sdk/error-codes.ts'
import { messageTypes } from '../../../src/http/sdk/message-types.ts'
import { sdkCalls, sdkPrefix } from '../../../src/http/sdk/sdk-face.ts'
import { clientId } from '../support/app-files.ts'
import { bearerOf, type FlowApp, mobile, openFlowApp, stateOf } from '../support/flow-app.ts'
import { bearer, deviceHeaders, type Headers } from '../support/http-app.ts'
import { basic, stored } from '../support/tenant-app.ts'

const numRuns = Number(process.env.FUZZ_RUNS ?? 600)

const oddTexts = [
  '',
  ' ',
  '\0',
  '\ud800',
  "' or 1=1 --",
  '%',
  '{{X}}',
  '１３８',
  '__proto__',
  'x'.repeat(1024),
]
const goodTexts = [
  mobile,
  '13900139000',
  '000000',
  'alice',
  'web',
  clientId,
  '{"x":1,"y":5}',
  'client_credentials',
]
const value = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...goodTexts, ...messageTypes) },
  { weight: 2, arbitrary: fc.oneof(fc.constantFrom(...oddTexts), fc.string({ unit: 'binary' })) },
  { weight: 1, arbitrary: fc.jsonValue() },
)

const input = fc.constantFrom<SdkCall>(...sdkCalls).chain((call) =>
  fc.record({
    call: fc.constant(call),
    body: fc.oneof(
      {
        weight: 9,
        arbitrary: fc
          .record(Object.fromEntries(call.fields.map(({ name }) => [name, value])), { requiredKeys: [] })
          .map((fields) => JSON.stringify(fields)),
      },
      { weight: 1, arbitrary: fc.oneof(fc.string({ unit: 'binary' }), fc.json()) },
    ),
    shows: fc.subarray(['state', 'idToken', 'session'] as const),
    query: fc.constantFrom('', '?type=pow', '?type=slider', '?type=x&type=y', '?%00'),
  }),
)

type Shown = { readonly [name in 'state' | 'idToken' | 'session']: Headers } & {
  readonly accessToken: string
}

/** A user who is logged in, and is about to log in once more; a day later, so that no limit is in the way. */
async function credentials(app: FlowApp): Promise<Shown> {
  app.pass(86_400)
  const first = await app.byPassword()
  const verify_code = await app.codeFor('MFA_AUTH_SMS', mobile, stateOf(first))
  const done = await app.call('mfa/sms', { mobile, verify_code }, stateOf(first))
  const headers = { ...basic(clientId), 'content-type': 'application/json' }
  const token = await app.post('/api/v2/tenant/token', { grant_type: 'client_credentials' }, headers)
  return {
    state: stateOf(await app.byPassword()),
    idToken: bearerOf(done),
    session: { 'session-token': String(done.session_token) },
    accessToken: token.json().access_token,
  }
}

function headersOf(
  { backend }: SdkCall,
  names: readonly ('state' | 'idToken' | 'session')[],
  shown: Shown,
): Headers {
  if (backend === 'secret') return basic(clientId)
  if (backend === 'token') return bearer(shown.accessToken)
  const device = { ...deviceHeaders, 'x-client-id': clientId }
  return Object.assign(device, ...names.map((name) => shown[name]))
}

function assertDeclared(call: SdkCall, status: number, body: string): void {
  const told = `${status} ${call.path} ${body}`
  if (status === 200) return
  const { error_code, error_msg, ...more } = JSON.parse(body)
  const error = errorsOf(call)
    .map((name) => sdkErrors[name])
    .find(({ code }) => code === error_code)
  assert.deepEqual([error?.status, more], [status, {}], told)
  assert.ok(error?.status !== 500 && typeof error_msg === 'string', told)
}

async function checkProfile(t: TestContext, production: boolean): Promise<void> {
  const client = { clientSecret: stored, mfa: 'required' }
  const app = await openFlowApp(t, { client, server: { production } })
  let shown = await credentials(app)
  let visitors = 0
  const check = fc.asyncProperty(input, async ({ call, body, shows, query }) => {
    visitors += 1
    // A call of a dead token says little.
    if (visitors % 50 === 0) shown = await credentials(app)
    const { method = 'POST', path } = call
    const headers = { 'content-type': 'application/json', ...headersOf(call, shows, shown) }
    const remoteAddress = `10.0.${(visitors >> 8) & 255}.${visitors & 255}`
    const request = { method, url: `${sdkPrefix}${path}${query}`, headers, remoteAddress }
    const answer = await app.ask(method === 'GET' ? request : { ...request, payload: body })
    assertDeclared(call, answer.statusCode, answer.body)
  })
  await fc.assert(check, { numRuns })
  assert.deepEqual(app.defects, [])
}

for (const production of [false, true])
  test(`property: every SDK call answers as it declares${production ? ', in production too' : ''}`, (t) =>
    checkProfile(t, production))

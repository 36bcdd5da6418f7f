/** Fuzzes the real program over sockets: no 5xx, no hang, no foreign shape below /api/v2, no secret in its log. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { type Asker, createAsker } from '../support/ask.ts'
import { type StartedProgram, startProgram } from '../support/running-program.ts'
import { seededRandom } from '../support/seeded-random.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import {
  accepted,
  acceptedData,
  askElement,
  loginByMobile,
  proveNumber,
  readCode,
  sendMessage,
  sendSms,
  textOf,
} from './call-latchkey.ts'
import { passwordLogin, slowClient, writeFaultApp } from './fault-app.ts'
import { type FuzzInput, type FuzzRequest, fuzzRequest, type Route } from './fuzz-request.ts'
import { fixedValues, knownPaths, type RightValues } from './fuzz-values.ts'
import { subjectOf } from './ledger.ts'
import { type Exchange, exchange, type RawAnswer } from './raw-exchange.ts'

export type FuzzPlan = {
  readonly seed: number
  /** Asked before each batch: go on? */
  readonly goOn: (batch: number) => boolean
}

export type FuzzReport = { readonly requests: number; readonly answers: ReadonlyMap<number, number> }

const batchSize = 500
const atOnce = 48
const longestBody = 64 * 1024

export async function fuzz(t: TestContext, { seed, goOn }: FuzzPlan): Promise<FuzzReport> {
  const folder = temporaryFolder(t)
  const place = {
    app: writeFaultApp(folder),
    data: join(folder, 'data'),
    environment: { LOG_LEVEL: 'trace' },
  }
  const program = startProgram(t, place)
  const url = await program.ready()
  const asker = createAsker(url)
  t.after(() => asker.close())
  const routes = await readRoutes(asker)
  const secrets = new Set<string>()
  const answers = new Map<number, number>()
  let requests = 0
  for (let batch = 0; goOn(batch); batch += 1) {
    const right = await makeRightValues(asker, batch)
    for (const secret of secretsOf(right)) secrets.add(secret)
    const run = { port: Number(new URL(url).port), input: { routes, right }, seed, batch, answers }
    assert.deepEqual(await fuzzBatch(run), [], `seed ${seed}, batch ${batch}`)
    requests += batchSize
    accepted(await asker.ask({ path: '/healthz' }))
  }
  assertSilent(program, secrets)
  assert.equal((await program.end('SIGTERM')).code, 0, program.output().slice(-2000))
  return { requests, answers }
}

type Batch = {
  readonly port: number
  readonly input: FuzzInput
  readonly seed: number
  readonly batch: number
  readonly answers: Map<number, number>
}

/** One sentence per fault. */
async function fuzzBatch({ port, input, seed, batch, answers }: Batch): Promise<string[]> {
  const faults: string[] = []
  const turns = Array.from({ length: batchSize }, (_, turn) => turn).values()
  async function work(): Promise<void> {
    for (const turn of turns) {
      const request = fuzzRequest(seededRandom(seed, `${batch}/${turn}`), input)
      const result = await exchange(port, request)
      for (const { status } of result.answers) answers.set(status, (answers.get(status) ?? 0) + 1)
      faults.push(...faultsOf(request, result).map((fault) => `request ${turn}: ${fault}\n${shown(request)}`))
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return faults
}

function faultsOf(request: FuzzRequest, { answers, rest, hung, broken }: Exchange): string[] {
  const { path, method } = request
  const faults = answers.flatMap((answer) => faultsOfAnswer(answer, path, method))
  if (hung) faults.push('no end of the connection')
  if (broken && mayStayUnread(request)) return faults
  if (rest !== '' && method !== 'unknown' && method !== 'HEAD')
    faults.push(`what is no answer: ${rest.slice(0, 200)}`)
  if (path !== undefined && answers.length === 0) faults.push('no answer')
  return faults
}

/** The body of a GET, or one that is too long. Closed before it is read, a connection loses the end of a long answer. */
function mayStayUnread({ method, chunks }: FuzzRequest): boolean {
  const bytes = Buffer.concat([...chunks])
  const hasBody = bytes.indexOf('\r\n\r\n') + 4 < bytes.length
  return method === 'GET' ? hasBody : bytes.length > longestBody
}

const types =
  /^(application\/json; charset=utf-8|text\/html; charset=utf-8|text\/css; charset=utf-8|text\/plain; version=0\.0\.4; charset=utf-8)$/

function faultsOfAnswer(
  { status, headers, body }: RawAnswer,
  path: string | undefined,
  method: string,
): string[] {
  const faults: string[] = []
  const type = headers.get('content-type')
  if (status >= 500 && status !== 503) faults.push(`status ${status} ${body.slice(0, 300)}`)
  if (type !== undefined && !types.test(type)) faults.push(`content type ${type}`)
  if (type?.startsWith('application/json') && method !== 'HEAD' && !isJson(body))
    faults.push(`no JSON: ${body}`)
  if (/node_modules|at .*\.ts:\d/.test(body)) faults.push(`a stack trace: ${body.slice(0, 300)}`)
  if (path?.startsWith('/api/v2') && method !== 'HEAD' && !isSdkShape(status, body))
    faults.push(`not the shape of the SDK API: ${status} ${body.slice(0, 300)}`)
  return faults
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function isSdkShape(status: number, body: string): boolean {
  if (status === 200) return body === '' || isJson(body)
  if (!isJson(body)) return false
  const keys = Object.keys(JSON.parse(body) ?? {}).toSorted()
  return keys.join() === 'error_code,error_msg' && (status === 400 || status === 429 || status === 503)
}

function shown({ chunks }: FuzzRequest): string {
  return JSON.stringify(
    Buffer.concat([...chunks])
      .toString('latin1')
      .slice(0, 1500),
  )
}

type Operation = {
  readonly requestBody?: {
    readonly content: Record<string, { readonly schema: { readonly properties?: object } }>
  }
}

/** The documented routes, those that are not documented, and some that are not there. */
async function readRoutes(asker: Asker): Promise<Route[]> {
  const { paths } = accepted(await asker.ask({ path: '/openapi.json' }))
  const documented = Object.entries(paths as Record<string, Record<string, Operation>>).map(
    ([path, operations]) => {
      const schema = operations.post?.requestBody?.content['application/json']?.schema
      const method = operations.post === undefined ? 'GET' : 'POST'
      return { method, path, fields: Object.keys(schema?.properties ?? {}) }
    },
  )
  assert.ok(documented.length > 20, 'the API document lists the routes')
  return [
    ...documented,
    ...knownPaths.map((path) => ({ method: 'GET', path, fields: ['phone', 'code', 'mobile'] })),
  ]
}

/** Fresh people with sessions, codes and passwords, so that requests get past the first checks. */
async function makeRightValues(asker: Asker, batch: number): Promise<RightValues> {
  const numbers = Array.from({ length: 6 }, (_, i) => `138${String(batch * 10 + i).padStart(8, '0')}`)
  const people = await Promise.all(numbers.map((phone, i) => makePerson(asker, phone, i)))
  const values = (name: keyof (typeof people)[number]) => people.map((person) => person[name])
  const phones = [...numbers, '+8613800138000', '13900000001', '+1 415 555 2671', '012345']
  return {
    ...fixedValues,
    phone: phones,
    mobile: phones,
    newPhone: phones,
    code: [...values('code'), '000000'],
    newCode: values('code'),
    verify_code: [...values('code'), '000000'],
    userId: values('userId'),
    username: values('username'),
    user_name: values('username'),
    password: values('password'),
    oldPassword: values('password'),
    newPassword: values('password'),
    loginCode: values('loginCode'),
    'session-token': values('token'),
    authorization: values('token').map((token) => `Bearer ${token}`),
  }
}

async function makePerson(asker: Asker, phone: string, i: number) {
  const device = 'fuzz'
  accepted(await sendSms(asker, phone, device, slowClient))
  accepted(await sendSms(asker, `137${phone.slice(3)}`, device))
  const other = `137${phone.slice(3)}`
  const login = accepted(await loginByMobile(asker, other, await readCode(asker, other), device))
  const token = textOf(login, 'session_token')
  const userId = subjectOf(textOf(login, 'id_token'))
  const credentials = { username: `fuzz ${phone}`, password: `pass ${phone}` }
  if (i < 2) {
    const caller = { sessionToken: token }
    acceptedData(await askElement(asker, passwordLogin, 'bind', { userId, ...credentials }, caller))
  }
  const third = `136${phone.slice(3)}`
  accepted(await sendMessage(asker, third))
  const named = { phone: third, code: await readCode(asker, third), nick: 'fuzz' }
  const { loginCode } = acceptedData(await proveNumber(asker, 'register', named))
  return { code: await readCode(asker, phone), token, userId, loginCode: String(loginCode), ...credentials }
}

/** What may stand in no log: numbers, codes, tokens, passwords. */
function secretsOf(right: RightValues): string[] {
  const names = ['phone', 'code', 'password', 'loginCode', 'session-token']
  return names.flatMap((name) => right[name] ?? []).filter((value) => value.length >= 6 && value !== '000000')
}

function assertSilent(program: StartedProgram, secrets: ReadonlySet<string>): void {
  const output = program.output()
  const words = new Set(output.split(/[^0-9A-Za-z+]+/))
  for (const secret of secrets) {
    const found = /\s/.test(secret) ? output.includes(secret) : words.has(secret)
    assert.ok(!found, `the log holds ${secret}`)
  }
  assert.doesNotMatch(output, /"level":(50|60)/)
}

/** The API document and its page: made from the declarations (issue "The API document"). */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Validator } from '@seriousme/openapi-schema-validator'
import { elementAnswers } from '../../src/http/elements/errcodes.ts'
import { sdkErrors } from '../../src/http/sdk/error-codes.ts'
import { type HttpApp, openHttpApp } from './support/http-app.ts'

type Operation = {
  readonly operationId: string
  readonly security?: readonly object[]
  readonly parameters: readonly { readonly $ref: string }[]
  readonly requestBody: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> }
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> }>
  >
}

type Schema = {
  readonly properties: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly type?: string
}

type Document = { readonly openapi: string; readonly paths: Record<string, Record<string, Operation>> }

const json = 'application/json'
const elements = '/api/acme/login'

const documentOf = async (app: HttpApp): Promise<Document> => (await app.get('/openapi.json')).json()

describe('/openapi.json', () => {
  test('is a valid OpenAPI 3.1 document', async (t) => {
    const document = await documentOf(await openHttpApp(t))
    assert.match(document.openapi, /^3\.1\./)
    const { valid, errors } = await new Validator().validate(structuredClone(document))
    assert.deepEqual([valid, errors ?? []], [true, []])
  })

  test('every reference leads somewhere, and no operation has another’s name', async (t) => {
    const document = await documentOf(await openHttpApp(t))
    const text = JSON.stringify(document)
    for (const [, pointer = ''] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      const found = pointer.split('/').reduce<unknown>((at, key) => Object(at)[key], document)
      assert.ok(found, pointer)
    }
    const ids = operationsOf(document).map(([, , { operationId }]) => operationId)
    assert.equal(new Set(ids).size, ids.length)
  })

  test('every operation answers: no path of it is a 404', async (t) => {
    const app = await openHttpApp(t)
    for (const [path, method] of operationsOf(await documentOf(app))) {
      const url = path.replace(/\{(\w+)\}/g, '$1')
      const request = { method: method.toUpperCase() as 'GET', url }
      const { statusCode, body } = await app.ask(request)
      assert.notEqual(statusCode, 404, path)
      assert.doesNotMatch(body, /PARAM\.9004/, path)
    }
  })

  test('every exposed function of every instance, and nothing that cannot be called', async (t) => {
    const app = await openHttpApp(t)
    const { paths } = await documentOf(app)
    const expected = app.elements
      .registry()
      .elements({ tier: 'instance' })
      .flatMap(({ definition, class: code }) =>
        Object.entries(code?.functions ?? {})
          .filter(([, { exposed, callers }]) => exposed && callers.some((caller) => caller !== 'system'))
          .map(([name]) => `${elements}/${definition.fullName.replaceAll('.', '/')}/${name}`),
      )
    const listed = Object.keys(paths).filter((path) => path.startsWith(`${elements}/`))
    assert.deepEqual(listed.toSorted(), expected.toSorted())
    assert.ok(listed.includes(`${elements}/auths/loginTypes/phone/getLoginCode`))
    for (const name of ['inside', 'forSystem', 'secretWord'])
      assert.ok(!listed.includes(`${elements}/probes/probe/${name}`), name)
  })

  test('arguments by name, the result in the envelope, who may call', async (t) => {
    const { paths } = await documentOf(await openHttpApp(t))
    const getLoginCode = paths[`${elements}/auths/loginTypes/phone/getLoginCode`]?.post
    const body = getLoginCode?.requestBody.content[json]?.schema
    assert.deepEqual(Object.keys(body?.properties ?? {}), ['phone', 'code'])
    assert.deepEqual(body?.required, ['phone', 'code'])
    const envelope = getLoginCode?.responses[200]?.content?.[json]?.schema
    const keys = ['errcode', 'errmsg', 'requestId', 'sysTime', 'duration', 'data']
    assert.deepEqual(Object.keys(envelope?.properties ?? {}), keys)
    const { loginCode, corpList, userId } = envelope?.properties.data?.properties ?? {}
    assert.ok(loginCode && corpList && userId)
    assert.deepEqual(getLoginCode?.security, [{}, { session: [] }])
    const bind = paths[`${elements}/auths/loginTypes/phone/bind`]?.post
    assert.deepEqual(bind?.security, [{ session: [] }])
    assert.ok(bind?.responses[401])
  })

  test('SDK calls: headers, fields, answers and every error code', async (t) => {
    const { paths } = await documentOf(await openHttpApp(t))
    const login = paths['/api/v2/sdk/login/mobile-verify-code']?.post
    const fields = login?.requestBody.content[json]?.schema
    assert.deepEqual(fields?.required, ['mobile', 'verify_code'])
    const answer = login?.responses[200]?.content?.[json]?.schema.properties ?? {}
    for (const name of ['status', 'session_token', 'expire', 'id_token']) assert.ok(answer[name], name)
    const names = login?.parameters.map(({ $ref }) => $ref.split('/').at(-1))
    assert.deepEqual(names, [
      'System',
      'Fingerprint',
      'Agent',
      'SdkClientId',
      'DeviceIp',
      'Language',
      'TenantId',
      'Agreements',
    ])
    assert.ok(
      paths['/api/v2/sdk/logout']?.post?.parameters.some(({ $ref }) => $ref.endsWith('/SessionToken')),
    )
    const text = JSON.stringify(paths)
    for (const [name, { code }] of Object.entries(sdkErrors))
      if (name !== 'pathUnknown') assert.ok(text.includes(code), code)
  })

  test('every refusal of the element face, and those that a Type declares', async (t) => {
    const text = JSON.stringify(await documentOf(await openHttpApp(t)))
    for (const [code, { errcode, status }] of Object.entries(elementAnswers))
      assert.ok(text.includes(`${errcode} \`${code}\` (${status})`), code)
    assert.ok(text.includes('Refusals of this type: PROBE_CLOSED.'))
  })

  test('health is listed where it is served', async (t) => {
    const beside = await openHttpApp(t, { server: { adminPort: 0 } })
    assert.equal((await documentOf(beside)).paths['/healthz'], undefined)
    assert.ok((await documentOf(await openHttpApp(t))).paths['/healthz'])
  })
})

describe('/docs', () => {
  test('shows every operation', async (t) => {
    const app = await openHttpApp(t)
    const { headers, body } = await app.get('/docs')
    assert.equal(headers['content-type'], 'text/html; charset=utf-8')
    for (const [path, method, { operationId }] of operationsOf(await documentOf(app))) {
      const call = `<code>${method.toUpperCase()} ${path}</code>`
      assert.ok(body.includes(`id="${operationId}"><h3>${call}`), operationId)
      assert.ok(body.includes(`href="#${operationId}">${call}</a>`), operationId)
    }
    assert.doesNotMatch(body.replaceAll(/<pre>.*?<\/pre>/gs, ''), /`/)
  })

  test('loads its style sheet from here and nothing from outside', async (t) => {
    const app = await openHttpApp(t)
    const { headers, body } = await app.get('/docs')
    assert.match(String(headers['content-security-policy']), /^default-src 'none'; style-src 'self';/)
    const loaded = [...body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, to = '']) => to)
    assert.deepEqual([...new Set(loaded.filter((to) => !to.startsWith('#')))], ['/docs.css', '/openapi.json'])
    assert.doesNotMatch(body, /<script|<style|<img|<iframe|style=|onclick|https?:\/\//)
    const style = (await app.get('/docs.css')).body
    assert.doesNotMatch(style, /@import|url\(/)
  })

  test('escapes what elements call themselves', async (t) => {
    const { body } = await (await openHttpApp(t)).get('/docs')
    assert.ok(body.includes('Gives &lt;b&gt;nothing&lt;/b&gt;.'))
    assert.ok(!body.includes('<b>nothing'))
  })

  test('every link inside the page leads to a place of it', async (t) => {
    const { body } = await (await openHttpApp(t)).get('/docs')
    const ids = new Set([...body.matchAll(/id="([^"]+)"/g)].map(([, id]) => id))
    for (const [, to] of body.matchAll(/href="#([^"]+)"/g)) assert.ok(ids.has(to), to)
  })
})

function operationsOf({ paths }: Document): (readonly [path: string, method: string, Operation])[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => [path, method, operation] as const),
  )
}

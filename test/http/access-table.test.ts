/**
 * D1, deny by default: every route, called by nobody, by a user, and by another user who names the first one's ids.
 * A route that is missing here fails the test.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { decodeJwt } from 'jose'
import { adminCalls } from '../../src/http/admin/admin-face.ts'
import { otherClientId, phoneSettings } from './support/app-files.ts'
import { bearer, deviceHeaders, type Headers, type HttpApp, openHttpApp } from './support/http-app.ts'

/** The user whose things the others reach for. */
type Ann = {
  readonly token: string
  readonly idToken: string
  readonly userId: string
  readonly sessionId: string
}

type Statuses = readonly [nobody: number, user: number, another: number]

type Row = {
  readonly statuses: Statuses
  readonly body?: (ann: Ann) => object
  /** How a caller shows the session, where not as a bearer. */
  readonly headers?: (token: string | undefined, isAnother: boolean, ann: Ann) => Headers
}

const annsPhone = '13800138000'
const bobsPhone = '13900139000'
const freePhone = '13700137000'
const code = '000000'
const password = 'correct horse'

const open = (status: number, body?: Row['body']): Row => ({
  statuses: [status, status, status],
  ...(body === undefined ? {} : { body }),
})

/** What a user may only do to the own account. */
const own = (user: number, body: () => object): Row => ({
  statuses: [401, user, 403],
  body: ({ userId }) => ({ userId, ...body() }),
})

const device = { ...deviceHeaders, 'x-client-id': 'web0web0web0web0web0web0web0web0' }

const sdk = (body: object): Row => ({ statuses: [400, 400, 400], body: () => body, headers: () => device })

/** Another caller has the token, but is another client. */
const sdkSession: Row = {
  statuses: [400, 200, 400],
  headers: (token, isAnother) => ({
    ...device,
    ...(token === undefined ? {} : { 'session-token': token }),
    ...(isAnother ? { 'x-client-id': otherClientId } : {}),
  }),
}

/** Likewise with Ann's id_token. */
const sdkUser = (user: number, body: object): Row => ({
  statuses: [400, user, 400],
  body: () => body,
  headers: (token, isAnother, { idToken }) => ({
    ...device,
    ...(token === undefined ? {} : bearer(idToken)),
    ...(isAnother ? { 'x-client-id': otherClientId } : {}),
  }),
})

const phone = '/api/acme/login/auths/loginTypes/phone'
const passwords = '/api/acme/login/auths/loginTypes/password'
const service = '/api/acme/login/auths/loginTypes/services/AuthSvc'

const accounts = '/api/acme/login/auths/loginTypes/services/AccountSvc'

/** Users have no rights here at all; who has which is in `admin/rights.test.ts`. */
const administrators = Object.fromEntries(
  adminCalls
    .filter(({ role }) => role !== 'anyone')
    .map(({ method, path }) => [`${method} ${path.replace(/:(\w+)/g, '{$1}')}`, open(401)]),
)

const waysIn: Readonly<Record<string, Row>> = {
  'POST /api/admin/login': open(403, () => ({ name: 'ann', password, code })),
  'POST /api/admin/logout': open(204),
  'POST /api/admin/invite/enrol': open(400, () => ({ token: 'x', name: 'ann', password })),
  'POST /api/admin/invite/confirm': open(403, () => ({ token: 'x', code })),
}

const table: Readonly<Record<string, Row>> = {
  'GET /api/v2/sdk/captcha': { statuses: [200, 200, 200], headers: () => device },
  'POST /api/v2/sdk/captcha/verify': sdk({ token: 'x', sender: annsPhone, point_json: '{}' }),
  'POST /api/v2/sdk/sms/send': sdk({}),
  'POST /api/v2/sdk/register/mobile-verify-code': sdk({ mobile: freePhone, verify_code: code }),
  'POST /api/v2/sdk/login/mobile-verify-code': sdk({ mobile: annsPhone, verify_code: code }),
  'POST /api/v2/sdk/login': sdk({ user_name: 'ann', password }),
  'POST /api/v2/sdk/login/auth': sdk({ user_name: 'ann', password }),
  'GET /api/v2/sdk/mobile-by-token': sdk({}),
  'POST /api/v2/sdk/mfa/sms': sdk({ mobile: annsPhone, verify_code: code }),
  'POST /api/v2/sdk/mfa/totp': sdk({ code }),
  'POST /api/v2/sdk/mfa/password': sdk({ password }),
  'POST /api/v2/sdk/mfa/totp/enrol': sdkUser(200, {}),
  'POST /api/v2/sdk/mfa/totp/confirm': sdkUser(400, { code }),
  'POST /api/v2/sdk/mfa/totp/remove': sdkUser(400, { code }),
  'POST /api/v2/sdk/pwd/update': sdk({ old_password: password, new_password: password }),
  'GET /api/v2/sdk/pwd/skip-update': sdk({}),
  'POST /api/v2/sdk/pwd/update-by-mobile': sdkUser(400, { mobile: annsPhone, verify_code: code, password }),
  'POST /api/v2/sdk/pwd/change': sdkUser(400, { old_password: password, new_password: password }),
  'POST /api/v2/sdk/profile/update-mobile': sdkUser(400, { mobile: freePhone, verify_code: code }),
  'POST /api/v2/sdk/sso/session-token/id-token': sdkSession,
  'POST /api/v2/sdk/logout': sdkSession,

  'POST /api/v2/tenant/token': open(400, () => ({ grant_type: 'client_credentials' })),
  'POST /api/v2/tenant/sso/session-token/sso-ticket': open(400, () => ({})),
  'POST /api/v2/tenant/sso/sso-ticket/verify': open(400, () => ({})),
  'POST /api/v2/tenant/sso/session-token/refresh': open(400, () => ({})),

  [`POST ${phone}/sendMessage`]: open(400, () => ({ phone: 'x' })),
  [`POST ${phone}/getLoginCode`]: open(400, () => ({ phone: annsPhone, code })),
  [`POST ${phone}/register`]: open(400, () => ({ phone: freePhone, code, nick: 'Ann' })),
  [`POST ${phone}/bind`]: own(400, () => ({ phone: freePhone, code })),
  [`POST ${phone}/unbind`]: own(400, () => ({ code })),
  [`POST ${phone}/checkMyMessage`]: { statuses: [401, 400, 400], body: () => ({ code }) },
  [`POST ${phone}/updatePhone`]: own(400, () => ({ ticket: 'x', newPhone: freePhone, newCode: code })),
  [`POST ${phone}/getLoginConfig`]: open(200),

  [`POST ${passwords}/generateCaptcha`]: open(200),
  [`POST ${passwords}/checkCaptcha`]: open(200, () => ({ token: 'x', code: 'A2B3' })),
  [`POST ${passwords}/getLoginCode`]: open(400, () => ({
    username: 'ann',
    password,
    captcha: '',
    token: '',
  })),
  [`POST ${passwords}/register`]: open(400, () => ({
    username: 'ann',
    password,
    captcha: '',
    token: '',
    nick: 'Ann',
  })),
  [`POST ${passwords}/bind`]: own(200, () => ({ username: 'annabel', password })),
  [`POST ${passwords}/unbind`]: own(400, () => ({})),
  [`POST ${passwords}/updatePassword`]: own(400, () => ({ oldPassword: 'x', newPassword: password })),
  [`POST ${passwords}/resetPassword`]: own(400, () => ({ ticket: 'x', newPassword: password })),
  [`POST ${passwords}/updateUsername`]: own(400, () => ({ username: 'annabel' })),
  [`POST ${passwords}/getLoginConfig`]: open(200),

  [`POST ${service}/loginByCode`]: open(400, () => ({ loginCode: 'x' })),
  [`POST ${service}/sendFactorCode`]: open(400, () => ({ stateToken: 'x' })),
  [`POST ${service}/mobileByToken`]: open(400, () => ({ stateToken: 'x' })),
  [`POST ${service}/proveBySms`]: open(400, () => ({ stateToken: 'x', code })),
  [`POST ${service}/proveByTotp`]: open(400, () => ({ stateToken: 'x', code })),
  [`POST ${service}/proveByPassword`]: open(400, () => ({ stateToken: 'x', password })),
  [`POST ${service}/replacePassword`]: open(400, () => ({
    stateToken: 'x',
    oldPassword: password,
    newPassword: password,
  })),
  [`POST ${service}/skipPasswordWarning`]: open(400, () => ({ stateToken: 'x' })),
  [`POST ${service}/enrolTotp`]: { statuses: [401, 200, 200] },
  [`POST ${service}/confirmTotp`]: { statuses: [401, 400, 400], body: () => ({ code }) },
  [`POST ${service}/renewRecoveryCodes`]: { statuses: [401, 400, 400], body: () => ({ code }) },
  [`POST ${service}/removeTotp`]: { statuses: [401, 400, 400], body: () => ({ code }) },
  [`POST ${service}/logout`]: { statuses: [401, 200, 200] },
  [`POST ${service}/currentUser`]: { statuses: [401, 200, 200] },
  [`POST ${service}/listSessions`]: { statuses: [401, 200, 200] },
  [`POST ${service}/revokeSession`]: {
    statuses: [401, 200, 400],
    body: ({ sessionId }) => ({ id: sessionId }),
  },
  [`POST ${service}/revokeOtherSessions`]: { statuses: [401, 200, 200] },

  [`POST ${accounts}/currentAccount`]: { statuses: [401, 200, 200] },
  [`POST ${accounts}/updateProfile`]: { statuses: [401, 200, 200], body: () => ({ nick: 'Ann' }) },
  [`POST ${accounts}/listAgreements`]: { statuses: [401, 200, 200] },
  [`POST ${accounts}/exportAccount`]: { statuses: [401, 200, 200] },
  [`POST ${accounts}/replaceLostPhone`]: {
    statuses: [401, 400, 400],
    body: () => ({ password, factorCode: code, phone: '13900139009', code }),
  },
  [`POST ${accounts}/cancelRecovery`]: { statuses: [401, 404, 404] },
  [`POST ${accounts}/closeAccount`]: { statuses: [401, 200, 200] },

  'GET /': open(302),
  'GET /login': open(200),
  'GET /account': open(200),
  'GET /account/assets/*': open(404),
  'GET /console': open(200),
  'GET /console/*': open(200),
  'GET /console/assets/*': open(404),
  'GET /login/assets/*': open(404),
  'GET /api/v1/login/page': open(200),
  'GET /login/logo': open(404),
  // A session counts only in the cookie that a page of the server itself sends.
  'POST /api/v1/login/session': open(401),
  'POST /api/v1/login/authorize': open(401, () => ({
    redirectUri: 'https://shop.example/',
    codeChallenge: 'x'.repeat(43),
  })),
  // Who shows a session in place of a client's secret is refused.
  'POST /api/v1/login/token': {
    statuses: [400, 403, 403],
    body: () => ({ code: 'x', redirectUri: 'https://shop.example/', codeVerifier: 'x'.repeat(43) }),
  },
  'POST /api/v1/login/recovery': open(400, () => ({
    account: 'ann',
    mobile: freePhone,
    code,
    reason: 'lost',
  })),
  'GET /api/v1/logout': open(204),
  'GET /api/v1/session': { statuses: [401, 200, 200] },
  'GET /api/v1/oauth2/keys': open(200),
  'GET /openapi.json': open(200),
  'GET /docs': open(200),
  'GET /docs.css': open(200),
  'GET /dev/inbox': open(200),
  'GET /dev/inbox.css': open(200),
  'GET /healthz': open(200),
  'GET /readyz': open(200),
  'GET /metrics': open(200),
  // Nobody has shown the secret of the path.
  'POST /api/sms/receipts/{element}/{secret}': open(404, () => ({})),
  ...waysIn,
  ...administrators,
}

const generous = { hour: 1000, day: 1000 }

const files = {
  'auths/loginTypes/phone/phone.json': {
    ...phoneSettings,
    limits: { number: generous, address: generous, device: generous },
  },
}

async function annOf(app: HttpApp): Promise<Ann> {
  const token = await app.login(annsPhone)
  const session = await app.sdk('sso/session-token/id-token', undefined, { 'session-token': token })
  const idToken = session.json().id_token
  const { sub = '', sid } = decodeJwt(idToken)
  return { token, idToken, userId: sub, sessionId: String(sid) }
}

describe('D1: deny by default', () => {
  for (const [route, { statuses, body, headers = bearerOf }] of Object.entries(table))
    test(`${route}: nobody ${statuses[0]}, a user ${statuses[1]}, another user ${statuses[2]}`, async (t) => {
      const app = await openHttpApp(t, { files })
      const [method = '', template = ''] = route.split(' ')
      const path = template.replace(/\{(\w+)\}/g, '$1')
      const ann = await annOf(app)
      const bob = await app.login(bobsPhone)
      const call = async (token: string | undefined, isAnother = false) => {
        const sent = headers(token, isAnother, ann)
        const answer =
          method === 'GET'
            ? await app.get(path, sent)
            : await app.post(path, body?.(ann) ?? {}, sent, method as 'POST')
        return answer.statusCode
      }
      assert.equal(await call(undefined), statuses[0], 'nobody')
      assert.equal(await call(headers === bearerOf ? bob : ann.token, true), statuses[2], 'another user')
      assert.equal(
        (await app.get('/api/v1/session', bearer(ann.token))).statusCode,
        200,
        'Ann is still there',
      )
      assert.equal(await call(ann.token), statuses[1], 'the user')
      assert.deepEqual(app.defects, [])
    })

  test('docs/reference/http.md lists the same routes', () => {
    const page = readFileSync(join(import.meta.dirname, '../../docs/reference/http.md'), 'utf8')
    const listed = [...page.matchAll(/^\| `((?:GET|POST|PUT|DELETE) [^`]+)`/gm)].map(
      ([, route = '']) => route,
    )
    const routes = Object.keys(table).filter((route) => !route.includes('/acme/'))
    assert.deepEqual(listed.slice(1).toSorted(), routes.toSorted())
    assert.equal(listed[0], 'POST /api/{orgId}/{appName}/…/{function}')
  })

  test('no route is missing in this table', async (t) => {
    const app = await openHttpApp(t)
    const { paths } = (await app.get('/openapi.json')).json()
    const documented = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(Object(methods)).map((method) => `${method.toUpperCase()} ${path}`),
    )
    for (const route of documented) if (!route.includes('/probes/')) assert.ok(route in table, route)
    const routes = routesOf(app.server.printRoutes({ commonPrefix: false }))
    assert.ok(routes.length > 10)
    for (const path of routes.map((route) => route.replace(/:(\w+)/g, '{$1}')))
      assert.ok(path === '*' || Object.keys(table).some((route) => isRoute(route, path)), path)
  })
})

function bearerOf(token: string | undefined): Headers {
  return token === undefined ? {} : bearer(token)
}

/** The picture leaves out what stands between a path and the wildcard below it. */
function isRoute(route: string, path: string): boolean {
  if (!path.endsWith('*')) return route.endsWith(` ${path}`)
  return route.includes(` ${path.slice(0, -1)}`) && route.endsWith('*')
}

/** Paths of Fastify's picture of its routes: a line continues the path of the line that it hangs on. */
function routesOf(picture: string): string[] {
  const above: string[] = []
  return picture.split('\n').flatMap((line) => {
    const [, indent = '', path = '', methods] = /^([│ ]*)[├└]── (\S+)(?: \((.*)\))?$/.exec(line) ?? []
    if (path === '') return []
    const depth = indent.length / 4
    above.splice(depth, above.length, `${above[depth - 1] ?? ''}${path}`)
    return methods === undefined ? [] : [above[depth] ?? '']
  })
}

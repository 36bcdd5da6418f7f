/** The calls that give a captcha and take its answer (spec 5, "Slider captcha"; spec 6, A35, A36). */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { otherClientId } from './support/app-files.ts'
import { type CaptchaApp, imageText, openCaptchaApp, rightPoint } from './support/captcha-app.ts'
import type { Headers } from './support/http-app.ts'

const mobile = '13800138000'
const wrong = 'IDAAS.SDK.CAPTCHA.0002'
const unwanted = 'IDAAS.SDK.CAPTCHA.9001'
const ofOther = { 'x-client-id': otherClientId }

const pictureKeys = [
  'captchaId',
  'projectCode',
  'captchaOriginalPath',
  'captchaFontType',
  'captchaFontSize',
  'secretKey',
  'originalImageBase64',
  'point',
  'jigsawImageBase64',
  'wordList',
  'pointList',
  'pointJson',
  'token',
  'result',
  'captchaVerification',
]

/** Of a base64 PNG without a `data:` prefix. */
function widthOf(text: string): number {
  const png = Buffer.from(text, 'base64')
  assert.deepEqual([...png.subarray(0, 4)], [0x89, 0x50, 0x4e, 0x47])
  return png.readUInt32BE(16)
}

/** What `captcha/verify` says of this point, by its error code. */
async function dropped(app: CaptchaApp, point: unknown, headers: Headers = {}): Promise<string> {
  const { token } = (await app.askCaptcha()).json()
  const point_json = typeof point === 'string' ? point : JSON.stringify(point)
  const answer = (await app.verify({ point_json, token, sender: mobile }, headers)).json()
  return answer.captcha_token === `${token}---${point_json}` ? 'ok' : answer.error_code
}

describe('GET /api/v2/sdk/captcha', () => {
  test('a slider in the shape of the vendors: null but for token, two pictures and result', async (t) => {
    const app = await openCaptchaApp(t)
    const answer = await app.askCaptcha()
    assert.equal(answer.statusCode, 200)
    const { token, originalImageBase64, jigsawImageBase64, result, ...rest } = answer.json()
    assert.deepEqual(Object.keys(answer.json()), pictureKeys)
    assert.match(token, /^[0-9a-f]{32}$/)
    assert.deepEqual([originalImageBase64, jigsawImageBase64].map(widthOf), [310, 47])
    assert.equal(result, false)
    assert.ok(Object.values(rest).every((value) => value === null))
  })

  test('the headers are checked as for every call', async (t) => {
    const app = await openCaptchaApp(t)
    const code = async (headers: Headers) => (await app.askCaptcha(undefined, headers)).json().error_code
    assert.equal(await code({ 'x-agent': '' }), 'IDAAS.SDK.PARAM.0001')
    assert.equal(await code({ 'x-client-id': 'nobody' }), 'IDAAS.SDK.PARAM.0003')
    assert.equal(await code({ 'x-tenant-id': 'other' }), 'IDAAS.SDK.PARAM.9003')
  })

  test('A35: the client’s list decides which kinds there are, never the request', async (t) => {
    const app = await openCaptchaApp(t, { client: { captcha: ['pow', 'image'] } })
    const first = (await app.askCaptcha()).json()
    assert.deepEqual(Object.keys(first), ['algorithm', 'challenge', 'maxnumber', 'salt', 'signature'])
    assert.match((await app.askCaptcha('image')).json().token, /^[0-9a-f]{32}$/)
    for (const type of ['slider', 'toString', 'pow&type=image'])
      assert.equal((await app.askCaptcha(type)).json().error_code, unwanted, type)
  })

  test('a client with captcha "off" gets a slider all the same', async (t) => {
    const app = await openCaptchaApp(t, { client: { captcha: 'off' } })
    assert.deepEqual(Object.keys((await app.askCaptcha()).json()), pictureKeys)
    assert.equal(await dropped(app, rightPoint), 'ok')
  })

  test('A36: 30 in a minute and an address, whichever clients and kinds; another address is free', async (t) => {
    const app = await openCaptchaApp(t, {
      client: { captcha: ['slider', 'pow'] },
      server: { trustedProxies: ['127.0.0.1/32'] },
    })
    const from = (hop: string) => ({ 'x-forwarded-for': hop })
    const here = from('203.0.113.1')
    for (let i = 0; i < 30; i += 1) {
      const answer = await app.askCaptcha(i % 2 ? 'pow' : 'slider', here)
      assert.equal(answer.statusCode, 200)
    }
    for (const type of ['slider', 'pow', 'image']) {
      const { statusCode, headers } = await app.askCaptcha(type, here)
      assert.deepEqual([statusCode, Number(headers['retry-after']) > 0], [429, true])
    }
    assert.equal((await app.askCaptcha('slider', { ...here, ...ofOther })).statusCode, 429)
    assert.equal((await app.askCaptcha('slider', from('203.0.113.2'))).statusCode, 200)
  })
})

describe('POST /api/v2/sdk/captcha/verify', () => {
  test('a slider is right within 5 dots of x, whatever y, however the numbers are written', async (t) => {
    const app = await openCaptchaApp(t)
    for (const x of [145, 150, 155, 154.999, 145.5])
      assert.equal(await dropped(app, { x, y: 5 }), 'ok', `${x}`)
    assert.equal(await dropped(app, '{ "y": 1e2, "x": 1.5e2 }'), 'ok')
    for (const x of [144, 156, 144.999, 155.001, -150, 1e308])
      assert.equal(await dropped(app, { x, y: 5 }), wrong, `${x}`)
    for (const point of ['{"x":"150","y":5}', '{"x":150}', '[150,5]', 'null', '{', '150'])
      assert.equal(await dropped(app, point), wrong, point)
  })

  test('A35: the first check spends it, right or wrong', async (t) => {
    const app = await openCaptchaApp(t)
    for (const first of [rightPoint, '{"x":1,"y":5}']) {
      const { token } = (await app.askCaptcha()).json()
      await app.verify({ point_json: first, token, sender: mobile })
      const again = await app.verify({ point_json: rightPoint, token, sender: mobile })
      assert.equal(again.json().error_code, wrong)
    }
  })

  test('A35: of 20 parallel checks one gives a proof', async (t) => {
    const app = await openCaptchaApp(t)
    const { token } = (await app.askCaptcha()).json()
    const body = { point_json: rightPoint, token, sender: mobile }
    const answers = await Promise.all(Array.from({ length: 20 }, () => app.verify(body)))
    assert.equal(answers.filter(({ statusCode }) => statusCode === 200).length, 1)
  })

  test('A63: a slider is good at 119 s and gone at 120 s', async (t) => {
    const app = await openCaptchaApp(t)
    const tokens = [(await app.askCaptcha()).json().token, (await app.askCaptcha()).json().token]
    const check = async (token: string) =>
      (await app.verify({ point_json: rightPoint, token, sender: mobile })).statusCode
    app.pass(119)
    assert.equal(await check(tokens[0]), 200)
    app.pass(1)
    assert.equal(await check(tokens[1]), 400)
  })

  test('A35: another client cannot answer it, and does not spend it', async (t) => {
    const app = await openCaptchaApp(t)
    const { token } = (await app.askCaptcha()).json()
    const body = { point_json: rightPoint, token, sender: mobile }
    assert.equal((await app.verify(body, ofOther)).json().error_code, wrong)
    assert.equal((await app.verify(body)).statusCode, 200)
  })

  test('A35: a kind that the client does not list is refused', async (t) => {
    const app = await openCaptchaApp(t)
    const { token } = (await app.askCaptcha()).json()
    const errorOf = async (body: object) => (await app.verify({ ...body, sender: mobile })).json().error_code
    assert.equal(await errorOf({ token, code: imageText }), unwanted)
    assert.equal(await errorOf({ token }), wrong, 'work may be proven by anyone, and this is none')
  })

  test('fields are checked in the order of the table; the address’s limit answers before them', async (t) => {
    const app = await openCaptchaApp(t)
    const code = async (body: object) => (await app.verify({ ...body })).json().error_code
    assert.equal(await code({ point_json: 5, token: 't', sender: mobile }), 'IDAAS.SDK.PARAM.9002')
    assert.equal(await code({ point_json: rightPoint, sender: '' }), wrong)
    assert.equal(await code({ point_json: rightPoint, token: 't' }), 'IDAAS.SDK.USER.0004')
    for (let i = 0; i < 57; i += 1) assert.equal(await code({ token: 't' }), 'IDAAS.SDK.USER.0004')
    assert.equal(await code({ token: 't' }), 'IDAAS.SDK.COM.9001')
    assert.equal(await code({ point_json: rightPoint, token: 't', sender: mobile }), 'IDAAS.SDK.COM.9001')
  })

  test('an image is answered by its code', async (t) => {
    const app = await openCaptchaApp(t, { client: { captcha: ['image'] } })
    const asked = (await app.askCaptcha()).json()
    assert.deepEqual(Object.keys(asked), pictureKeys)
    assert.equal(asked.jigsawImageBase64, null)
    assert.ok(asked.originalImageBase64.startsWith('iVBOR'))
    const { token } = asked
    const { captcha_token } = (
      await app.verify({ token, code: imageText.toLowerCase(), sender: mobile })
    ).json()
    assert.equal(await app.send(mobile, captcha_token), 'ok')
    const next = (await app.askCaptcha()).json()
    assert.equal(
      (await app.verify({ token: next.token, code: 'XXXX', sender: mobile })).json().error_code,
      wrong,
    )
  })
})

/** Serves the app of the HTTP documents' samples, with a clock that the test turns. */
import type { TestContext } from 'node:test'
import type { AppOptions } from '../../src/app/app-options.ts'
import { createAppServers } from '../../src/app/app-server.ts'
import { type OpenedApp, openWholeApp } from '../../src/app/open-app.ts'
import { type Files, tempFolder } from '../elements/support/temp-folder.ts'
import { turningClock } from '../support/turning-clock.ts'

export type Headers = Readonly<Record<string, string>>

export type Answer = {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  /** Of JSON; nothing for an empty body. */
  readonly body: Readonly<Record<string, unknown>> | undefined
}

export type ServedSeed = Pick<OpenedApp, 'app' | 'rooms'> & {
  /** Folder of the stores. */
  readonly data: string
  pass(seconds: number): void
  now(): number
  post(url: string, body: object | undefined, headers: Headers): Promise<Answer>
  get(url: string, headers?: Headers): Promise<Answer>
}

const publicUrl = () => 'http://127.0.0.1:8080'

export async function serveSeedApp(
  t: Pick<TestContext, 'after'>,
  files: Files,
  options: Pick<AppOptions, 'sliderSource'> = {},
): Promise<ServedSeed> {
  const clock = turningClock()
  const data = tempFolder(t)
  const opened = await openWholeApp(tempFolder(t, files), { data, clock, issuer: publicUrl, ...options })
  const { main } = createAppServers(opened, {
    production: false,
    trustedProxies: [],
    adminPort: undefined,
    publicUrl,
  })
  t.after(async () => {
    await main.close()
    await opened.app.close()
  })

  async function ask(method: 'GET' | 'POST', url: string, body: object | undefined, headers: Headers) {
    const payload = body === undefined ? {} : { payload: JSON.stringify(body) }
    const answer = await main.inject({ method, url, headers, ...payload })
    const text = answer.payload
    return {
      status: answer.statusCode,
      headers: answer.headers,
      body: text === '' ? undefined : (JSON.parse(text) as Record<string, unknown>),
    }
  }

  const { app, rooms } = opened
  return {
    app,
    rooms,
    data,
    now: clock.now,
    pass: (seconds) => clock.advance(seconds * 1000),
    post: (url, body, headers) => ask('POST', url, body, headers),
    get: (url, headers = {}) => ask('GET', url, undefined, headers),
  }
}

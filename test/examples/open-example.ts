/**
 * An app of examples/, copied to a folder outside of this project, where it must find the package all the same;
 * on stores of its own and behind its HTTP server.
 */
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { createAppServers } from '../../src/app/app-server.ts'
import { openWholeApp } from '../../src/app/open-app.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { turningClock } from '../support/turning-clock.ts'
import { writeTree } from '../support/write-tree.ts'

export type ExampleAnswer = {
  readonly status: number
  readonly headers: Readonly<Record<string, unknown>>
  readonly json: Readonly<Record<string, unknown>>
}

export type Example = Awaited<ReturnType<typeof openExample>>

const publicUrl = () => 'http://127.0.0.1:8080'

/** `files` are written over those of the example. */
export async function openExample(
  t: TestContext,
  name: string,
  environment: Readonly<Record<string, string>>,
  files: Readonly<Record<string, string>> = {},
) {
  const data = temporaryFolder(t)
  const folder = temporaryFolder(t)
  cpSync(join(import.meta.dirname, '../../examples', name), folder, { recursive: true })
  writeTree(folder, files)
  const clock = turningClock()
  const opened = await openWholeApp(folder, {
    data,
    clock,
    environment,
    secrets: ['a secret of the tests, with more than 32 characters'],
  })
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

  async function post(url: string, payload: object, headers: Readonly<Record<string, string>> = {}) {
    const answer = await main.inject({ method: 'POST', url, payload, headers })
    return {
      status: answer.statusCode,
      headers: answer.headers,
      json: answer.payload === '' ? {} : answer.json(),
    } as ExampleAnswer
  }

  const [orgId, appName] = opened.app.appId.split('.')
  const clientId = opened.elements.clients().fallback?.clientId ?? ''
  return {
    ...opened,
    clock,
    get: (url: string) => main.inject({ method: 'GET', url }),
    /** A function of the example's phone login over HTTP, as nobody in particular. */
    element: (functionName: string, named: object, language = 'en') =>
      post(`/api/${orgId}/${appName}/auths/loginTypes/phone/${functionName}`, named, {
        'accept-language': language,
      }),
    sdk: (path: string, body: object, language = 'en') =>
      post(`/api/v2/sdk/${path}`, body, {
        'x-operating-sys-version': 'Linux',
        'x-device-fingerprint': 'tests',
        'x-agent': 'tests',
        'x-client-id': clientId,
        'x-l': language,
      }),
  }
}

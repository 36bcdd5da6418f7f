/** A gateway as examples/custom-sms-service describes it: checks who asks, keeps what came, answers as a test says. */
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'

export type Received = {
  readonly headers: IncomingHttpHeaders
  readonly message: Readonly<Record<string, string>>
}

export const gatewaySecret = 'gateway-secret-of-the-tests'

/** What the gateway does with a request that it has read. */
export type Behaviour = (response: ServerResponse) => void

export const accept: Behaviour = (response) => answer(response, 200, '{ "id": "m-1" }')

export function answer(response: ServerResponse, status: number, body = ''): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(body)
}

export async function startGateway(t: TestContext) {
  const received: Received[] = []
  const gateway = { behave: accept }
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    received.push({ headers: request.headers, message: JSON.parse(Buffer.concat(chunks).toString()) })
    if (request.headers.authorization === `Bearer ${gatewaySecret}`) gateway.behave(response)
    else answer(response, 401)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return Object.assign(gateway, {
    received,
    url: `http://127.0.0.1:${port}/messages`,
    close: () => server.close(),
  })
}

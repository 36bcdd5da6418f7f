/** A request in two parts, to see what becomes of one that is in flight. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** A request whose head has arrived and whose body has not: the server says so with `100 Continue`. */
export async function halfRequest(
  url: string,
  clientId: string,
  body: string,
): Promise<{ readonly socket: Socket; finish(): Promise<string> }> {
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  let answer = ''
  socket.setEncoding('utf8').on('data', (text: string) => {
    answer += text
  })
  const head = [
    'POST /api/v2/sdk/sms/send HTTP/1.1',
    `Host: ${hostname}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Expect: 100-continue',
    'X-operating-sys-version: test',
    'X-device-fingerprint: test',
    'X-agent: test',
    `X-client-id: ${clientId}`,
    'Connection: close',
  ]
  socket.write(`${head.join('\r\n')}\r\n\r\n`)
  while (!answer.includes('100 Continue')) await once(socket, 'data')
  answer = ''
  return {
    socket,
    async finish() {
      assert.equal(answer, '', 'no answer before the body')
      socket.write(body)
      await once(socket, 'close')
      return answer
    },
  }
}

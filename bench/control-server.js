/**
 * The control: the least that Node does for a request with JSON. It parses the body and sends it back.
 * JavaScript, because "bare Node" is also what cold starts are told beside, and stripping types takes time.
 */
import { createServer } from 'node:http'

const server = createServer((request, response) => {
  const chunks = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', () => {
    const value = chunks.length === 0 ? {} : JSON.parse(Buffer.concat(chunks).toString())
    const text = JSON.stringify(value)
    response.writeHead(200, { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) })
    response.end(text)
  })
})
server.listen(Number(process.argv[2]), '127.0.0.1')
process.on('SIGTERM', () => process.exit(0))

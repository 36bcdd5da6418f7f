/** The site that the login is for: three files, under a strict Content-Security-Policy. */
import { readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { fileURLToPath } from 'node:url'

/** `latchkey`: where Latchkey is. `element`: the text of latchkey/client/element. */
export function createSite(latchkey: string, element: string): Server {
  const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8')
  const files: Readonly<Record<string, readonly [type: string, text: string]>> = {
    '/': ['text/html', read('./index.html').replace('LATCHKEY_URL', latchkey)],
    '/page.js': ['text/javascript', read('./page.js')],
    '/element.js': ['text/javascript', element],
  }
  const policy = `default-src 'none'; script-src 'self'; connect-src ${latchkey}; img-src data:; base-uri 'none'`
  return createServer(({ url = '/' }, response) => {
    const [type, text] = files[url] ?? ['text/plain', '']
    const status = files[url] === undefined ? 404 : 200
    response.writeHead(status, { 'content-type': type, 'content-security-policy': policy }).end(text)
  })
}

if (import.meta.main) {
  const element = readFileSync(fileURLToPath(import.meta.resolve('latchkey/client/element')), 'utf8')
  createSite('http://127.0.0.1:8080', element).listen(8081, '127.0.0.1')
  process.stdout.write('http://localhost:8081\n')
}

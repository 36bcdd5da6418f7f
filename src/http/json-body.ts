/** JSON is the only body that is read, so no form of another site can act (spec 1, "Elements over HTTP"). */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { findForbiddenKey } from '../elements/element-name.ts'

/** A body that is not what it says, or holds what no JSON may hold. */
export class UnreadableBody extends Error {
  readonly statusCode = 400
}

const known = new Set([
  'application/json',
  'application/json;charset=utf8',
  'application/json; charset=utf-8',
])
const utf8 = /^\s*application\/json\s*(;\s*charset\s*=\s*"?utf-?8"?\s*)?;?\s*$/i

/** An empty body counts as none, also where a content type is stated. */
export function readOnlyJson(server: FastifyInstance): void {
  server.removeAllContentTypeParsers()
  server.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, text, done) => {
    try {
      done(null, text === '' ? undefined : parse(request, text))
    } catch (error) {
      done(error as Error)
    }
  })
}

function parse({ headers }: FastifyRequest, text: string): unknown {
  const contentType = headers['content-type'] ?? ''
  if (!known.has(contentType) && !utf8.test(contentType)) throw new UnreadableBody('not in UTF-8')
  const value = parseJson(text)
  if (findForbiddenKey(value) !== undefined) throw new UnreadableBody('a key that no JSON may hold')
  return value
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new UnreadableBody('not JSON')
  }
}

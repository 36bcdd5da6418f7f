/** JSON is the only body that is read, so no form of another site can act (spec 1, "Elements over HTTP"). */
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { findForbiddenKey } from '../elements/element-name.ts'

/** A body that is not what it says, or holds what no JSON may hold. */
export class UnreadableBody extends Error {
  readonly statusCode = 400
}

/** A body that does not say that it is JSON in UTF-8: what curl sends unless it is told. */
export class WrongContentType extends Error {
  readonly statusCode = 400
}

const known = new Set([
  'application/json',
  'application/json;charset=utf8',
  'application/json; charset=utf-8',
])
/** What is longer is none of these, and costs the pattern below the square of its length. */
const longestContentType = 128
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
  if (!known.has(contentType) && !isJsonInUtf8(contentType))
    throw new WrongContentType(contentType.slice(0, longestContentType))
  const value = parseJson(text)
  if (findForbiddenKey(value) !== undefined) throw new UnreadableBody('a key that no JSON may hold')
  return value
}

function isJsonInUtf8(contentType: string): boolean {
  return contentType.length <= longestContentType && utf8.test(contentType)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new UnreadableBody('not JSON')
  }
}

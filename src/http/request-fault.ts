/** What the HTTP server itself refuses, before any rule of ours is asked. */
import { UnreadableBody, WrongContentType } from './json-body.ts'

export type RequestFault =
  | 'notFound'
  | 'unreadablePath'
  | 'contentTypeWrong'
  | 'unreadableBody'
  | 'bodyTooLarge'

/** No route answers this method and path. */
export class NotFound extends Error {}

const codes: Readonly<Record<string, RequestFault>> = {
  FST_ERR_BAD_URL: 'unreadablePath',
  FST_ERR_MAX_PARAM_LENGTH: 'unreadablePath',
  FST_ERR_CTP_BODY_TOO_LARGE: 'bodyTooLarge',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'contentTypeWrong',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'unreadableBody',
  FST_ERR_ROUTE_MISSING_CONTENT_TYPE: 'contentTypeWrong',
  // The caller went away while sending.
  ECONNRESET: 'unreadableBody',
}

/** Nothing for an error that is no fault of the request. */
export function requestFaultOf(error: unknown): RequestFault | undefined {
  if (error instanceof NotFound) return 'notFound'
  if (error instanceof WrongContentType) return 'contentTypeWrong'
  if (error instanceof UnreadableBody) return 'unreadableBody'
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return Object.hasOwn(codes, code) ? codes[code] : undefined
}

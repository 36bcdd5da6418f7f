/** A parameter named twice, a way back without a client or without a challenge, a page that is none. */
export type QueryFault = 'twice' | 'clientId' | 'challenge' | 'next'

/** What an application tells the page in its address. */
export type PageQuery = {
  /** Why no login can begin with it; what else it says is of use for telling more. */
  readonly fault: QueryFault | undefined
  readonly clientId: string | undefined
  readonly tenantId: string | undefined
  /** ui_locales or lang. */
  readonly locales: string | null
  /** The place in /account to go on to; '' is the whole page. */
  readonly account: string | undefined
  /** Whoever is signed in proves it again: `prompt=login`. */
  readonly isAnew: boolean
  /** Where to go back to; without it the page is visited for its own sake. */
  readonly back:
    | { readonly redirectUri: string; readonly codeChallenge: string; readonly state: string | undefined }
    | undefined
}

/** RFC 7636: base64url of a SHA-256. */
const challengeForm = /^[A-Za-z0-9_-]{43}$/

/** The pages of this server that a login may lead to. */
const nextForm = /^account(?:\/([a-z-]{1,32}))?$/

export function readQuery(search: string): PageQuery {
  const query = new URLSearchParams(search)
  const redirectUri = query.get('redirect_uri')
  const next = query.get('next')
  const [, place = ''] = nextForm.exec(next ?? '') ?? []
  return {
    fault: faultOf(query),
    account: next === null ? undefined : place,
    isAnew: query.get('prompt') === 'login',
    clientId: query.get('client_id') ?? undefined,
    tenantId: query.get('tenant_id') ?? undefined,
    locales: query.get('ui_locales') ?? query.get('lang'),
    back:
      redirectUri === null
        ? undefined
        : {
            redirectUri,
            codeChallenge: query.get('code_challenge') ?? '',
            state: query.get('state') ?? undefined,
          },
  }
}

function faultOf(query: URLSearchParams): QueryFault | undefined {
  if ([...query.keys()].some((name) => query.getAll(name).length > 1)) return 'twice'
  const hasBack = query.has('redirect_uri')
  const next = query.get('next')
  if (next !== null && (hasBack || !nextForm.test(next))) return 'next'
  if (!hasBack) return undefined
  if (!query.has('client_id')) return 'clientId'
  const isGood = query.get('code_challenge_method') === 'S256'
  return isGood && challengeForm.test(query.get('code_challenge') ?? '') ? undefined : 'challenge'
}

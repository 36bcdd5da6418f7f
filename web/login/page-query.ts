/** What an application tells the page in its address. */
export type PageQuery = {
  readonly clientId: string | undefined
  readonly tenantId: string | undefined
  /** ui_locales or lang. */
  readonly locales: string | null
  /** Where to go back to; without it the page is visited for its own sake. */
  /** The place in /account to go on to; '' is the whole page. */
  readonly account: string | undefined
  /** Whoever is signed in proves it again: `prompt=login`. */
  readonly isAnew: boolean
  readonly back:
    | { readonly redirectUri: string; readonly codeChallenge: string; readonly state: string | undefined }
    | undefined
}

/** RFC 7636: base64url of a SHA-256. */
const challengeForm = /^[A-Za-z0-9_-]{43}$/

/** The pages of this server that a login may lead to. */
const nextForm = /^account(?:\/([a-z-]{1,32}))?$/

/** Nothing where the address cannot be served: a way back without a challenge, or one named twice. */
export function readQuery(search: string): PageQuery | undefined {
  const query = new URLSearchParams(search)
  if ([...query.keys()].some((name) => query.getAll(name).length > 1)) return undefined
  const redirectUri = query.get('redirect_uri')
  const codeChallenge = query.get('code_challenge') ?? ''
  if (redirectUri !== null) {
    if (query.get('code_challenge_method') !== 'S256' || !challengeForm.test(codeChallenge)) return undefined
    if (!query.has('client_id')) return undefined
  }
  const next = query.get('next')
  const [, place = ''] = nextForm.exec(next ?? '') ?? []
  if (next !== null && (redirectUri !== null || !nextForm.test(next))) return undefined
  return {
    account: next === null ? undefined : place,
    isAnew: query.get('prompt') === 'login',
    clientId: query.get('client_id') ?? undefined,
    tenantId: query.get('tenant_id') ?? undefined,
    locales: query.get('ui_locales') ?? query.get('lang'),
    back:
      redirectUri === null
        ? undefined
        : { redirectUri, codeChallenge, state: query.get('state') ?? undefined },
  }
}

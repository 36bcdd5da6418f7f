import type { LoginPageSession } from '../../src/wire/login-page-calls.ts'

/** Whose account it is. */
export function Person({ session }: { readonly session: LoginPageSession }) {
  const { nick, name, username, phone } = session
  const shown = name ?? nick
  const details = [username, phone].filter((detail) => detail !== null && !detail.endsWith(shown))
  return (
    <div class="person">
      <span class="initial" aria-hidden="true">
        {Array.from(shown.trim())[0]?.toUpperCase() ?? '?'}
      </span>
      <p>
        <strong>
          <bdi>{shown}</bdi>
        </strong>
        {details.length > 0 && (
          <span>
            <bdi>{details.join(' · ')}</bdi>
          </span>
        )}
      </p>
    </div>
  )
}

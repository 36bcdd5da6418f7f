import type { LoginPageSession } from '../../src/wire/login-page-calls.ts'
import { useFrame } from './frame.ts'
import { Icon } from './icon.tsx'
import { maskedNumber } from './masked-number.ts'

/** Whose account it is. */
export function Person({ session }: { readonly session: LoginPageSession }) {
  const { nick, name, username } = session
  const { callingCodes } = useFrame()
  const phone = session.phone === null ? null : maskedNumber(session.phone, callingCodes)
  const shown = name ?? nick
  // A masked number is no name.
  const [initial] = /^\p{L}/u.exec(shown.trim()) ?? []
  const details = [username, phone].filter((detail) => detail !== null && !detail.endsWith(shown))
  return (
    <div class="person">
      <span class="initial" aria-hidden="true">
        {initial === undefined ? <Icon name="person" /> : initial.toUpperCase()}
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

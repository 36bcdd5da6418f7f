/** What an operator may do to a user. Each asks once. */
import { callAdmin } from '../../admin-server.ts'
import type { UserDetail } from '../../answers.ts'
import { ConfirmAction } from '../../parts/confirm-action.tsx'
import { goTo, hrefOf } from '../../place.ts'
import { usersTexts } from '../../texts/users.ts'
import { useTenant } from '../../use-tenant.ts'
import { useTexts } from '../../use-texts.ts'

export function UserActions({ detail }: { readonly detail: UserDetail }) {
  const texts = useTexts(usersTexts)
  const { inBody, inTenant } = useTenant()
  const { userId, nick, status } = detail.user
  const who = nick || userId
  const path = `users/${encodeURIComponent(userId)}`
  const doing = (name: string) => () => callAdmin('POST', `${path}/${name}`, inBody)
  return (
    <>
      {status === 'disabled' ? (
        <ConfirmAction
          key="enable"
          label={texts.enable}
          question={texts.enableAsk(who)}
          done={texts.enabled(who)}
          act={doing('enable')}
        />
      ) : (
        <ConfirmAction
          key="disable"
          label={texts.disable}
          question={texts.disableAsk(who)}
          done={texts.disabled(who)}
          act={doing('disable')}
          isGrave
        />
      )}
      <ConfirmAction
        label={texts.unlock}
        question={texts.unlockAsk(who)}
        done={texts.unlocked(who)}
        act={doing('unlock')}
      />
      <ConfirmAction
        label={texts.endSessions}
        question={texts.endSessionsAsk(who)}
        done={texts.sessionsEnded(who)}
        act={doing('end-sessions')}
      />
      {detail.names.length > 0 && (
        <ConfirmAction
          label={texts.expirePassword}
          question={texts.expirePasswordAsk(who)}
          done={texts.passwordExpired(who)}
          act={doing('expire-password')}
        />
      )}
      {detail.factor !== null && (
        <ConfirmAction
          label={texts.removeFactor}
          question={texts.removeFactorAsk(who)}
          done={texts.factorRemoved(who)}
          act={doing('remove-factor')}
          isGrave
        />
      )}
      <ConfirmAction
        label={texts.remove}
        question={texts.removeAsk(who)}
        done={texts.removed(who)}
        act={() => callAdmin('DELETE', inTenant(path))}
        after={() => goTo(hrefOf(['users']))}
        isGrave
      />
    </>
  )
}

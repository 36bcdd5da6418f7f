/** Somebody asked the administrators to replace the number. Its owner may not have been that. */
import { maskedNumber } from '../../controls/masked-number.ts'
import { ProblemText } from '../../controls/problem-text.tsx'
import { usePage } from '../page.ts'
import { shownTime } from '../show.ts'
import { useAct } from '../use-act.ts'

export function OpenRecovery() {
  const { texts, account, server, language, done } = usePage()
  const { isBusy, problem, run } = useAct()
  const { recovery } = account
  if (recovery === null) return null
  const { phone, askedAt, dueAt, approved } = recovery
  return (
    <section class="alarm" aria-label={texts.recoveryTold}>
      <h2>{texts.recoveryTold}</h2>
      <p>{texts.recoveryFor(maskedNumber(phone, server.facts.callingCodes), shownTime(askedAt, language))}</p>
      <p>
        {approved
          ? texts.recoveryApproved(shownTime(dueAt, language))
          : texts.recoveryWaits(shownTime(dueAt, language))}
      </p>
      <ProblemText problem={problem} />
      <button
        type="button"
        class="second"
        aria-disabled={isBusy}
        onClick={() =>
          run(async () => {
            await server.account.cancelRecovery({})
            await done(texts.recoveryStopped)
          })
        }
      >
        {texts.recoveryStop}
      </button>
    </section>
  )
}

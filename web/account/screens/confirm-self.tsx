/** A change needs a login that is recent: who took over an older session cannot take over the account. */
import { Screen } from '../../controls/screen.tsx'
import { usePage } from '../page.ts'

type Props = { readonly signIn: () => void; readonly back: () => void }

export function ConfirmSelf({ signIn, back }: Props) {
  const { texts } = usePage()
  return (
    <Screen title={texts.reauthTitle} hint={texts.reauthHint}>
      <button type="button" class="main" data-first onClick={signIn}>
        <span>{texts.signInAgain}</span>
      </button>
      <button type="button" class="second" onClick={back}>
        {texts.goBack}
      </button>
    </Screen>
  )
}

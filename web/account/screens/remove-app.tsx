/** The authenticator app goes, with its recovery codes. */
import { Screen } from '../../controls/screen.tsx'
import { usePage } from '../page.ts'
import { FactorForm } from '../parts/factor-form.tsx'

export function RemoveApp() {
  const { texts, server, go, done } = usePage()
  return (
    <Screen title={texts.removeTitle} hint={texts.removeHint} back={() => go('')}>
      <FactorForm
        button={texts.remove}
        take={async (code) => {
          await server.auth.removeTotp({ code })
          await done(texts.appRemoved)
        }}
      />
    </Screen>
  )
}

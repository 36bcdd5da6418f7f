/** Other recovery codes in place of those that are left. */
import { useState } from 'preact/hooks'
import { Screen } from '../../controls/screen.tsx'
import { usePage } from '../page.ts'
import { FactorForm } from '../parts/factor-form.tsx'
import { ShownCodes } from '../parts/shown-codes.tsx'

export function NewRecoveryCodes() {
  const { texts, server, go } = usePage()
  const [codes, show] = useState<readonly string[]>()
  if (codes !== undefined) return <ShownCodes codes={codes} notice={texts.codesMade} />
  return (
    <Screen title={texts.codesTitle} hint={texts.codesHint} back={() => go('')}>
      <FactorForm
        button={texts.newCodes}
        take={async (code) => show((await server.auth.renewRecoveryCodes({ code })).recoveryCodes)}
      />
    </Screen>
  )
}

/** Recovery codes, shown once. */
import { RecoveryCodes } from '../../controls/recovery-codes.tsx'
import { usePage } from '../page.ts'
import { useAct } from '../use-act.ts'

type Props = { readonly codes: readonly string[]; readonly notice: string }

export function ShownCodes({ codes, notice }: Props) {
  const { texts, title, done } = usePage()
  return (
    <RecoveryCodes
      codes={codes}
      title={title}
      hint={texts.recoveryAbout}
      act={useAct()}
      goOn={() => done(notice)}
    />
  )
}

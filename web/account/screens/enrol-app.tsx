/** An authenticator app is set up: its key, a first code, the recovery codes. */
import { useEffect, useState } from 'preact/hooks'
import { CodeField } from '../../controls/code-field.tsx'
import { EnrolKey } from '../../controls/enrol-key.tsx'
import { ProblemText } from '../../controls/problem-text.tsx'
import { Screen } from '../../controls/screen.tsx'
import { Submit } from '../../controls/submit.tsx'
import { usePage } from '../page.ts'
import { ShownCodes } from '../parts/shown-codes.tsx'
import { useAct } from '../use-act.ts'

const appCodeLength = 6

export function EnrolApp() {
  const { texts, server, go } = usePage()
  const { isBusy, problem, run, tell } = useAct()
  const [key, setKey] = useState<{ readonly secret: string; readonly uri: string }>()
  const [code, setCode] = useState('')
  const [codes, show] = useState<readonly string[]>()
  useEffect(() => {
    run(async () => setKey(await server.auth.enrolTotp({})))
  }, [])
  if (codes !== undefined) return <ShownCodes codes={codes} notice={texts.appAdded} />

  async function submit(full: string): Promise<void> {
    if (full.length < appCodeLength)
      return tell({ field: 'code', text: () => texts.errors.codeShort(appCodeLength) })
    const isRight = await run(async () => show((await server.auth.confirmTotp({ code: full })).recoveryCodes))
    if (!isRight) setCode('')
  }

  return (
    <Screen title={texts.enrolTitle} hint={texts.enrolAccountHint} back={() => go('')}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          submit(code)
        }}
      >
        {key !== undefined && <EnrolKey {...key} />}
        <CodeField
          length={appCodeLength}
          value={code}
          change={setCode}
          complete={submit}
          problem={problem}
          isOfMessage={false}
        />
        <ProblemText problem={problem?.field === 'form' ? problem : undefined} />
        <Submit isBusy={isBusy}>{texts.confirm}</Submit>
      </form>
    </Screen>
  )
}

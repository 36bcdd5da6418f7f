/** A copy of everything that is kept, and the end of the account. */
import { useState } from 'preact/hooks'
import { ProblemText } from '../../controls/problem-text.tsx'
import { saveFile } from '../../controls/save-file.ts'
import { usePage } from '../page.ts'
import { useAct } from '../use-act.ts'
import { Row } from './row.tsx'
import { Section } from './section.tsx'

export function OwnData() {
  const { texts, account, server } = usePage()
  const { isBusy, problem, run } = useAct()
  const [notice, tell] = useState('')
  const save = () =>
    run(async () => {
      const document = await server.account.exportAccount({})
      saveFile('account.json', 'application/json', `${JSON.stringify(document, null, 2)}\n`)
      tell(texts.exported)
    })
  return (
    <Section title={texts.data}>
      <div class="row">
        <div class="row-text">
          <p class="row-label">{texts.export}</p>
          <p class="row-value">{texts.exportHint}</p>
        </div>
        <div class="row-actions">
          <button type="button" class="link" aria-disabled={isBusy} aria-label={texts.export} onClick={save}>
            {texts.download}
          </button>
        </div>
      </div>
      <ProblemText problem={problem} />
      <p class="notice" role="status">
        {notice}
      </p>
      <Row label={texts.close} actions={[{ label: texts.closeAction, task: 'close', isBad: true }]}>
        {texts.closeHint(account.graceDays)}
      </Row>
    </Section>
  )
}

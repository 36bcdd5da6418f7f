/** One element: its settings, and what can be done with it. */
import { Badge, Text } from '@mantine/core'
import { useState } from 'react'
import { callAdmin, withQuery } from '../../admin-server.ts'
import type { ElementDetail } from '../../answers.ts'
import { For, useMay } from '../../me.tsx'
import { ConfirmAction } from '../../parts/confirm-action.tsx'
import { Waiting } from '../../parts/data-table.tsx'
import { Frame } from '../../parts/frame.tsx'
import { Problem } from '../../parts/problem.tsx'
import { goTo, hrefOf } from '../../place.ts'
import { elementsTexts } from '../../texts/elements.ts'
import { useAnswer } from '../../use-answer.ts'
import { useTexts } from '../../use-texts.ts'
import { ElementEditor } from './element-editor.tsx'
import { TrySms } from './try-sms.tsx'

export function ElementScreen({ fullName }: { readonly fullName: string }) {
  const texts = useTexts(elementsTexts)
  const path = `elements/${encodeURIComponent(fullName)}`
  const { data, error, refetch } = useAnswer<ElementDetail>(path)
  const canEdit = useMay('owner')
  const [saved, setSaved] = useState(0)
  return (
    <Frame
      title={data?.title || fullName}
      hint={data === undefined ? undefined : `${fullName} · ${data.type}`}
      up={{ title: texts.title, href: hrefOf(['elements']) }}
      actions={data !== undefined && <Actions element={data} path={path} />}
    >
      {error !== null && <Problem error={error} again={() => void refetch()} />}
      {data === undefined ? (
        error === null && <Waiting />
      ) : (
        <>
          {!canEdit && (
            <Text size="sm" c="dimmed" mb="md">
              {texts.readOnly}
            </Text>
          )}
          <ElementEditor key={saved} element={data} onSaved={() => setSaved(saved + 1)} />
        </>
      )}
    </Frame>
  )
}

function Actions({ element, path }: { readonly element: ElementDetail; readonly path: string }) {
  const texts = useTexts(elementsTexts)
  const clientId = element.effective.clientId
  return (
    <>
      <Badge color={element.source === 'console' ? 'blue' : 'gray'}>
        {texts.sources[element.source] ?? element.source}
      </Badge>
      {typeof clientId === 'string' && (
        <a
          className="as-button"
          href={`/login?${new URLSearchParams({ client_id: clientId })}`}
          target="_blank"
          rel="noreferrer"
        >
          {texts.tryLogin}
        </a>
      )}
      <For least="owner">
        {element.family.startsWith('SMS') && element.tier === 'instance' && <TrySms path={path} />}
        {element.source === 'console' && (
          <ConfirmAction
            label={texts.remove}
            question={texts.removeAsk(element.fullName)}
            done={texts.removed(element.fullName)}
            act={() => callAdmin('DELETE', withQuery(path, { version: element.version }))}
            after={() => goTo(hrefOf(['elements']))}
            isGrave
          />
        )}
      </For>
    </>
  )
}

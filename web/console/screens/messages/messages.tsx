/** Messages: single ones, what became of them in groups, and prefixes of numbers that are closed. */
import { Tabs } from '@mantine/core'
import { Frame } from '../../parts/frame.tsx'
import { goTo, hrefOf, usePlace } from '../../place.ts'
import { messagesTexts } from '../../texts/messages.ts'
import { useTexts } from '../../use-texts.ts'
import { ClosedPrefixes } from './closed-prefixes.tsx'
import { MessageList } from './message-list.tsx'
import { MessageRates } from './message-rates.tsx'

export function Messages() {
  const texts = useTexts(messagesTexts)
  const { path, query } = usePlace()
  return (
    <Frame title={texts.title} hint={texts.hint}>
      <Tabs
        value={query.get('tab') ?? 'list'}
        onChange={(tab) => goTo(hrefOf(path, { tab: tab === 'list' ? '' : (tab ?? '') }), { replace: true })}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="list">{texts.tabs.list}</Tabs.Tab>
          <Tabs.Tab value="rates">{texts.tabs.rates}</Tabs.Tab>
          <Tabs.Tab value="closed">{texts.tabs.closed}</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="list">
          <MessageList />
        </Tabs.Panel>
        <Tabs.Panel value="rates">
          <MessageRates />
        </Tabs.Panel>
        <Tabs.Panel value="closed">
          <ClosedPrefixes />
        </Tabs.Panel>
      </Tabs>
    </Frame>
  )
}

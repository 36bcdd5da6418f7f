/** The frame of what is shown to those who are not in yet. */
import { Stack, Text, Title } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'
import { Controls } from './controls.tsx'

export function EntranceCard(props: {
  readonly title: string
  readonly over: string
  readonly hint?: string
  readonly children: ReactNode
}) {
  useEffect(() => {
    document.title = props.title
  }, [props.title])
  return (
    <div className="entrance">
      <main className="entrance-card">
        <Stack gap="lg">
          <div>
            <Text size="sm" c="dimmed">
              {props.over}
            </Text>
            <Title order={1} size="h2">
              {props.title}
            </Title>
            {props.hint !== undefined && (
              <Text mt={6} c="dimmed" size="sm">
                {props.hint}
              </Text>
            )}
          </div>
          {props.children}
        </Stack>
      </main>
      <footer>
        <Controls />
      </footer>
    </div>
  )
}

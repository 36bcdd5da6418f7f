/** A screen: its title, what can be done on it, its content. */
import { Group, Text, Title } from '@mantine/core'
import { type ReactNode, useEffect } from 'react'
import { Link } from './link.tsx'

export function Frame(props: {
  readonly title: string
  readonly hint?: string | undefined
  /** The list that this is an item of. */
  readonly up?: { readonly title: string; readonly href: string }
  readonly actions?: ReactNode
  readonly children: ReactNode
}) {
  useEffect(() => {
    document.title = props.title
  }, [props.title])
  return (
    <div className="frame">
      <Group justify="space-between" align="flex-end" className="frame-head">
        <div className="frame-title">
          {props.up !== undefined && (
            <Text size="sm">
              <Link href={props.up.href}>← {props.up.title}</Link>
            </Text>
          )}
          <Title order={1} size="h2" className="breaks">
            {props.title}
          </Title>
          {props.hint !== undefined && (
            <Text c="dimmed" size="sm">
              {props.hint}
            </Text>
          )}
        </div>
        {props.actions !== undefined && <Group gap="xs">{props.actions}</Group>}
      </Group>
      {props.children}
    </div>
  )
}

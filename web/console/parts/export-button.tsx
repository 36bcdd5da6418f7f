/** A whole list as a file, page by page, with its progress and a way to stop. */
import { Button, Group, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { useRef, useState } from 'react'
import { callAdmin, type Query } from '../admin-server.ts'
import type { Page } from '../answers.ts'
import { answers } from '../answers-cache.ts'
import { useTenant } from '../use-tenant.ts'
import { csvLine } from './csv.ts'
import { Problem } from './problem.tsx'
import { saveFile } from './save-file.ts'
import { textOf } from './text-of.ts'

type ExportTexts = {
  readonly export: string
  readonly stop: string
  exporting(rows: number): string
  exported(rows: number): string
}

export function ExportButton<Item extends object>(props: {
  readonly path: string
  readonly query: Query
  readonly fileName: string
  /** Columns; those that the first rows have where they are not named. */
  readonly fields?: readonly string[]
  readonly texts: ExportTexts
}) {
  const { texts } = props
  const { inTenant } = useTenant()
  const [rows, setRows] = useState<number>()
  const [error, setError] = useState<unknown>()
  const stopped = useRef(false)
  async function start() {
    stopped.current = false
    setError(undefined)
    setRows(0)
    try {
      let fields = props.fields
      const lines: string[] = []
      let after: string | undefined
      do {
        const page: Page<Item> = await callAdmin(
          'GET',
          inTenant(props.path, { ...props.query, after, limit: 100 }),
        )
        if (fields === undefined || lines.length === 0) {
          fields ??= [...new Set(page.items.flatMap((item) => Object.keys(item)))]
          lines.push(csvLine(fields))
        }
        lines.push(...page.items.map((item) => lineOf(item, fields ?? [])))
        setRows(lines.length - 1)
        after = page.next ?? undefined
      } while (after !== undefined && !stopped.current)
      if (stopped.current) return
      saveFile(props.fileName, lines, 'text/csv')
      notifications.show({ message: texts.exported(lines.length - 1), color: 'green', withBorder: true })
    } catch (fault) {
      answers.noteEnd(fault)
      setError(fault)
    } finally {
      setRows(undefined)
    }
  }
  return (
    <Group gap="xs">
      {error !== undefined && <Problem error={error} />}
      {rows !== undefined && (
        <Text size="sm" role="status">
          {texts.exporting(rows)}
        </Text>
      )}
      {rows === undefined ? (
        <Button variant="default" onClick={() => void start()}>
          {texts.export}
        </Button>
      ) : (
        <Button
          variant="default"
          onClick={() => {
            stopped.current = true
          }}
        >
          {texts.stop}
        </Button>
      )}
    </Group>
  )
}

/** Moments are written as ISO 8601, what is no text as JSON. */
function lineOf(item: object, fields: readonly string[]): string {
  const values = item as Readonly<Record<string, unknown>>
  return csvLine(fields.map((field) => (field === 'at' ? isoOf(values[field]) : textOf(values[field]))))
}

function isoOf(at: unknown): string {
  return typeof at === 'number' ? new Date(at).toISOString() : textOf(at)
}

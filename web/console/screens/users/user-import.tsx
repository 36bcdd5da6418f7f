/** A file of users, checked or imported in pieces, with its progress and what was rejected. */
import { Button, FileInput, Group, Progress, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { callAdmin } from '../../admin-server.ts'
import { answers } from '../../answers-cache.ts'
import { ConfirmAction } from '../../parts/confirm-action.tsx'
import { DataTable } from '../../parts/data-table.tsx'
import { Problem } from '../../parts/problem.tsx'
import { type Row, readRows } from '../../parts/read-rows.ts'
import { transferTexts } from '../../texts/transfer.ts'
import { useTenant } from '../../use-tenant.ts'
import { useTexts } from '../../use-texts.ts'

/** What the server takes at once. */
const pieceSize = 200
const mostShown = 200

type Rejected = { readonly row: number; readonly reason: string }
type Outcome = {
  readonly isTrial: boolean
  readonly imported: number
  readonly rejected: readonly Rejected[]
}

export function UserImport() {
  const texts = useTexts(transferTexts)
  const { inBody } = useTenant()
  const [rows, setRows] = useState<readonly Row[]>()
  const [fault, setFault] = useState<string>()
  const [done, setDone] = useState<number>()
  const [outcome, setOutcome] = useState<Outcome>()
  const [error, setError] = useState<unknown>()

  async function read(file: File | null) {
    setRows(undefined)
    setOutcome(undefined)
    setError(undefined)
    setFault(undefined)
    if (file === null) return
    try {
      const found = readRows(await file.text())
      if (found.length === 0) setFault(texts.empty)
      else setRows(found)
    } catch (problem) {
      setFault(texts.unreadable(problem instanceof SyntaxError ? problem.message : file.name))
    }
  }

  async function send(all: readonly Row[], isTrial: boolean) {
    let imported = 0
    const rejected: Rejected[] = []
    setDone(0)
    setError(undefined)
    try {
      for (let from = 0; from < all.length; from += pieceSize) {
        const answer = await callAdmin<{ imported: number; rejected: readonly Rejected[] }>(
          'POST',
          'users/import',
          { ...inBody, rows: all.slice(from, from + pieceSize), dryRun: isTrial },
        )
        imported += answer.imported
        rejected.push(...answer.rejected.map((one) => ({ ...one, row: from + one.row + 1 })))
        setDone(Math.min(from + pieceSize, all.length))
      }
    } finally {
      setOutcome({ isTrial, imported, rejected })
      setDone(undefined)
    }
  }

  const tell = (problem: unknown) => {
    answers.noteEnd(problem)
    setError(problem)
  }

  return (
    <Stack>
      <FileInput
        label={texts.file}
        accept=".csv,.jsonl,.ndjson,text/csv"
        error={fault}
        onChange={(file) => void read(file)}
        clearable
        clearButtonProps={{ 'aria-label': texts.clear }}
      />
      {rows !== undefined && (
        <Group gap="xs">
          <Text size="sm">{texts.rows(rows.length)}</Text>
          <Button
            size="xs"
            variant="default"
            disabled={done !== undefined}
            onClick={() => send(rows, true).catch(tell)}
          >
            {texts.check}
          </Button>
          <ConfirmAction
            label={texts.import}
            question={texts.ask(rows.length)}
            done={texts.importTitle}
            act={() => send(rows, false)}
          />
        </Group>
      )}
      {done !== undefined && rows !== undefined && (
        <div role="status">
          <Text size="sm">{texts.progress(done, rows.length)}</Text>
          <Progress value={(done / rows.length) * 100} aria-label={texts.importTitle} />
        </div>
      )}
      {error !== undefined && <Problem error={error} />}
      {outcome !== undefined && <Told outcome={outcome} />}
    </Stack>
  )
}

function Told({ outcome: { isTrial, imported, rejected } }: { readonly outcome: Outcome }) {
  const texts = useTexts(transferTexts)
  return (
    <>
      <Text size="sm" role="status">
        {(isTrial ? texts.checked : texts.imported)(imported, rejected.length)}
      </Text>
      <DataTable
        caption={texts.rejected}
        asked={{ items: rejected.slice(0, mostShown) }}
        keyOf={({ row }) => String(row)}
        empty={texts.none}
        columns={[
          { title: texts.row, cell: ({ row }) => row, isFigure: true },
          { title: texts.reason, cell: ({ reason }) => reason },
        ]}
      />
      {rejected.length > mostShown && <Text size="sm">{texts.more(rejected.length - mostShown)}</Text>}
    </>
  )
}

/** A form of the ways in: its fields, what the server objected to, and one button. */
import { Button, Stack } from '@mantine/core'
import type { ReactNode } from 'react'
import { Problem } from '../parts/problem.tsx'
import { type Fields, useSubmit } from '../parts/use-submit.ts'

export function EntranceForm(props: {
  readonly act: (fields: Fields) => Promise<void>
  readonly button: string
  readonly children: ReactNode
  /** Below the button. */
  readonly after?: ReactNode
}) {
  const { submit, busy, error } = useSubmit(props.act)
  return (
    <form onSubmit={submit}>
      <Stack>
        {props.children}
        {error !== undefined && <Problem error={error} />}
        <Button type="submit" loading={busy} fullWidth>
          {props.button}
        </Button>
        {props.after}
      </Stack>
    </form>
  )
}

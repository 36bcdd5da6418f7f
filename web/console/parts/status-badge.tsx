/** A state in a word and a colour. */
import { Badge } from '@mantine/core'

const colours: Readonly<Record<string, string>> = {
  active: 'green',
  ok: 'green',
  success: 'green',
  current: 'green',
  next: 'blue',
  delivered: 'green',
  open: 'green',
  accepted: 'blue',
  sent: 'blue',
  approved: 'blue',
  completed: 'green',
  asked: 'yellow',
  waiting: 'yellow',
  pending: 'yellow',
  locked: 'yellow',
  disabled: 'red',
  failed: 'red',
  failure: 'red',
  refused: 'red',
  denied: 'red',
  error: 'red',
  undelivered: 'red',
}

export function StatusBadge({ status, text }: { readonly status: string; readonly text?: string }) {
  return <Badge color={colours[status] ?? 'gray'}>{text ?? status}</Badge>
}

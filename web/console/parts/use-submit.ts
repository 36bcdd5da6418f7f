/** A form that is sent once at a time, with its fields as texts and what the server objected to. */
import { type SubmitEvent, useState } from 'react'

export type Fields = Readonly<Record<string, string | undefined>>

export function useSubmit(act: (fields: Fields) => Promise<void>) {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<unknown>(undefined)
  const submit = async (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault()
    if (busy) return
    const data = new FormData(event.currentTarget)
    const fields = Object.fromEntries(
      [...data].filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
    )
    setBusy(true)
    setError(undefined)
    try {
      await act(fields)
    } catch (fault) {
      setError(fault)
    } finally {
      setBusy(false)
    }
  }
  return { submit, busy, error }
}

/** A moment, as people of the language write it; in full on hover. */
import { useLanguageTag } from '../use-texts.ts'

export function TimeText({ at }: { readonly at: number | null | undefined }) {
  const tag = useLanguageTag()
  if (at === null || at === undefined) return <>–</>
  const date = new Date(at)
  const short = new Intl.DateTimeFormat(tag, {
    dateStyle: 'medium',
    timeStyle: 'short',
  })
  return (
    <time dateTime={date.toISOString()} title={date.toISOString()} className="time">
      {short.format(date)}
    </time>
  )
}

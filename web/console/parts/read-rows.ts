/** Rows of a file of users: CSV with a row of names, or a JSON object in each line. */
import { parseCsv } from './csv.ts'

export type Row = Readonly<Record<string, unknown>>

/** A `SyntaxError` names the row that cannot be read. */
export function readRows(text: string): Row[] {
  const start = text.replace(/^\uFEFF/, '').trimStart()
  if (start.startsWith('{')) return readLines(start)
  const [names = [], ...rows] = parseCsv(text)
  return rows.map((cells) =>
    Object.fromEntries(
      names.flatMap((name, at) => {
        const cell = cells[at] ?? ''
        return cell === '' ? [] : [[name.trim(), cell]]
      }),
    ),
  )
}

function readLines(text: string): Row[] {
  return text.split(/\r?\n/).flatMap((line, at) => {
    if (line.trim() === '') return []
    try {
      return [JSON.parse(line) as Row]
    } catch {
      throw new SyntaxError(String(at + 1))
    }
  })
}

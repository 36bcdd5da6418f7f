/** The multiples of the control as a picture: one group of bars an operation, on a logarithmic scale. */
import type { StoreName } from '../options.ts'
import { type Row, readReference, type Values } from './reference.ts'

const inks = ['#0b6e4f', '#8aa1b1', '#b08ea2', '#c9a66b', '#7d7d7d']
const [left, right, top, barHeight, groupGap] = [130, 70, 70, 16, 18]
const width = 860
const decades = [1, 10, 100, 1000]
const most = 3000

const xOf = (value: number) =>
  left + (Math.log10(Math.max(value, 1)) / Math.log10(most)) * (width - left - right)

type Bar = { readonly name: string; readonly value: number }

function text(x: number, y: number, content: string, more = ''): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${more}>${content}</text>`
}

function renderBar({ name, value }: Bar, ink: string, y: number): string {
  const end = xOf(value)
  const bar = `<rect x="${left}" y="${y}" width="${Math.max(end - left, 1).toFixed(1)}" height="${barHeight - 3}" fill="${ink}"/>`
  const note = text(
    end + 5,
    y + 10,
    `${value >= 100 ? value.toFixed(0) : Number(value.toPrecision(3))} ${name}`,
    'font-size="10"',
  )
  return bar + note
}

function renderGroup(row: Row, value: number, y: number): { readonly svg: string; readonly height: number } {
  const bars: Bar[] = [
    { name: 'Latchkey', value },
    ...Object.entries(row.peers).map(([name, peer]) => ({ name, value: peer })),
  ]
  const height = bars.length * barHeight
  const target = row.target === undefined ? '' : renderTarget(row.target, y, height)
  const drawn = bars.map((bar, index) => renderBar(bar, inks[index] ?? '#999', y + index * barHeight))
  const label = text(left - 10, y + 11, row.label, 'text-anchor="end" font-weight="bold"')
  return { svg: [label, target, ...drawn].join('\n'), height: height + groupGap }
}

function renderTarget(target: number, y: number, height: number): string {
  const x = xOf(target).toFixed(1)
  return `<line x1="${x}" y1="${y - 4}" x2="${x}" y2="${y + height}" stroke="#c1121f" stroke-width="2" stroke-dasharray="4 2"/>`
}

function renderScale(bottom: number): string {
  const lines = decades.map((value) => {
    const x = xOf(value).toFixed(1)
    const line = `<line x1="${x}" y1="${top - 10}" x2="${x}" y2="${bottom}" stroke="#ddd"/>`
    return line + text(Number(x), top - 14, `${value} ×`, 'text-anchor="middle" fill="#666"')
  })
  return lines.join('\n')
}

export function renderChart(values: Values, store: StoreName): string {
  let y = top
  const groups = readReference(store).rows.flatMap((row) => {
    const value = values[row.id]
    if (row.unit !== '× control' || value === undefined) return []
    const group = renderGroup(row, value, y)
    y += group.height
    return [group.svg]
  })
  const title = text(
    12,
    24,
    'CPU of the server for one operation, in CPU of one bare request',
    'font-size="15"',
  )
  const note = text(
    12,
    42,
    'red: the target; peers: quoted from other runs, not measured here',
    'fill="#666"',
  )
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${y + 10}" font-family="sans-serif" font-size="12">
<rect width="100%" height="100%" fill="#fff"/>
${[title, note, renderScale(y), ...groups].join('\n')}
</svg>
`
}

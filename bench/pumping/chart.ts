/** The chart of the guide: messages to the attacker, on a logarithmic scale. */
import { writeFileSync } from 'node:fs'
import type { Row } from '../simulate-pumping.ts'

const [left, top, rowHeight, width] = [90, 46, 34, 640]
const mostMessages = 10_000_000

export function writeChart(file: string, rows: readonly Row[]): void {
  const height = top + rows.length * rowHeight + 12
  const bars = rows.map((row, index) => bar(row, top + index * rowHeight)).join('\n')
  writeFileSync(
    file,
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" font-family="system-ui, sans-serif" font-size="13">
<title>Messages sent to the attacker in a day, by protection</title>
<rect width="${width}" height="${height}" fill="#fff"/>
<text x="12" y="24" font-weight="600">Messages to the attacker in a day (logarithmic), and honest logins refused</text>
${bars}
</svg>
`,
  )
}

function bar({ name, messages, honestRefused }: Row, y: number): string {
  const length = Math.max(2, (Math.log10(Math.max(1, messages)) / Math.log10(mostMessages)) * 330)
  const color = name === 'all' ? '#1a7f5a' : '#8a94a6'
  const label = `${messages.toLocaleString('en')} · ${honestRefused.toLocaleString('en')} refused`
  return `<text x="12" y="${y + 17}">${name}</text><rect x="${left}" y="${y}" width="${length.toFixed(1)}" height="24" fill="${color}"/><text x="${(left + length + 8).toFixed(1)}" y="${y + 17}">${label}</text>`
}

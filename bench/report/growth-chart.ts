/** Growth as a picture: multiples of the control over the number of users, one line an operation and store. */
import type { GrowthPoint } from '../growth/measure-growth.ts'

const [width, height, left, right, top, bottom] = [640, 340, 50, 190, 50, 40]
const inks = ['#0b6e4f', '#c9a66b', '#33658a', '#b08ea2']

type Line = { readonly name: string; readonly dots: readonly { users: number; value: number }[] }

function linesOf(points: readonly GrowthPoint[]): Line[] {
  const stores = [...new Set(points.map(({ store }) => store))]
  return stores.flatMap((store) => {
    const own = points.filter((point) => point.store === store)
    const line = (name: string, operation: 'verifyKnown' | 'session') => ({
      name: `${name}, ${store}`,
      dots: own.map((point) => ({ users: point.users, value: point[operation].timesControl })),
    })
    return [line('verify, known', 'verifyKnown'), line('session', 'session')]
  })
}

export function renderGrowthChart(points: readonly GrowthPoint[]): string {
  const lines = linesOf(points)
  const most = Math.ceil(Math.max(...lines.flatMap(({ dots }) => dots.map(({ value }) => value))) * 1.1)
  const sizes = [...new Set(points.map(({ users }) => users))].sort((one, other) => one - other)
  const [least = 1, largest = 10] = [sizes[0], sizes.at(-1)]
  const span = Math.log10(largest / least) || 1
  const x = (users: number) => left + (Math.log10(users / least) / span) * (width - left - right)
  const y = (value: number) => height - bottom - (value / most) * (height - top - bottom)
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((part) => {
    const at = y(part * most).toFixed(1)
    const label = `<text x="${left - 8}" y="${Number(at) + 4}" text-anchor="end">${(part * most).toPrecision(2)}</text>`
    return `<line x1="${left}" y1="${at}" x2="${width - right}" y2="${at}" stroke="#ddd"/>${label}`
  })
  const users = sizes.map(
    (size) =>
      `<text x="${x(size).toFixed(1)}" y="${height - bottom + 18}" text-anchor="middle">${size.toExponential(0).replace('e+', ' · 10^')}</text>`,
  )
  const drawn = lines.map(({ name, dots }, index) => {
    const ink = inks[index % inks.length]
    const path = dots.map((dot) => `${x(dot.users).toFixed(1)},${y(dot.value).toFixed(1)}`).join(' ')
    const end = dots.at(-1)
    const label = `<text x="${width - right + 10}" y="${(y(end?.value ?? 0) + 4).toFixed(1)}" fill="${ink}">${name}</text>`
    return `<polyline points="${path}" fill="none" stroke="${ink}" stroke-width="2"/>${label}`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" font-family="sans-serif" font-size="12">
<title>CPU of the server for one operation, by users</title>
<rect width="100%" height="100%" fill="#fff"/>
<text x="12" y="24" font-size="15">CPU of the server for one operation, in CPU of one bare request, by users</text>
${[...ticks, ...users, ...drawn].join('\n')}
</svg>
`
}

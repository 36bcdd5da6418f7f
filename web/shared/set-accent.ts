/** The one colour of an application, on light and dark pages: as it is on buttons, made readable as a text. */
type Rgb = readonly [number, number, number]

const white: Rgb = [255, 255, 255]
const black: Rgb = [0, 0, 0]
/** The grounds of texts in `tokens.css`. */
const grounds = { light: [255, 255, 255], dark: [24, 26, 31] } as const satisfies Record<string, Rgb>
/** WCAG 2.2, 1.4.3. */
const enough = 4.5

/** `#rrggbb`; without a colour the page keeps its own. */
export function setAccent(light: string | null, dark: string | null): void {
  if (light !== null) setFor('light', light)
  const own = dark ?? light
  if (own !== null) setFor('dark', own)
}

function setFor(scheme: 'light' | 'dark', colour: string): void {
  const fill = parse(colour)
  const { style } = document.documentElement
  style.setProperty(`--accent-${scheme}`, colour)
  const onFill = contrast(fill, white) >= enough ? white : black
  style.setProperty(`--on-accent-${scheme}`, text(onFill))
  style.setProperty(`--accent-text-${scheme}`, text(readable(fill, scheme)))
}

/** The colour itself, or the nearest step towards black or white that can be read. */
function readable(colour: Rgb, scheme: 'light' | 'dark'): Rgb {
  const end = scheme === 'light' ? black : white
  for (let part = 0; part <= 1; part += 0.05) {
    const mixed = colour.map((each, i) => each + ((end[i] ?? 0) - each) * part) as unknown as Rgb
    if (contrast(mixed, grounds[scheme]) >= enough) return mixed
  }
  return end
}

function parse(colour: string): Rgb {
  const part = (from: number) => Number.parseInt(colour.slice(from, from + 2), 16)
  return [part(1), part(3), part(5)]
}

function text(colour: Rgb): string {
  return `rgb(${colour.map(Math.round).join(' ')})`
}

function contrast(a: Rgb, b: Rgb): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].toSorted((one, other) => other - one)
  return (high + 0.05) / (low + 0.05)
}

function luminance(colour: Rgb): number {
  const [r = 0, g = 0, b = 0] = colour.map((each) => {
    const part = each / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

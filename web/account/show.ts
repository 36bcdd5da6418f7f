/** Times and devices as people read them. */
import { type Language, languageTag } from '../shared/language.ts'

export function shownDay(at: number, language: Language): string {
  return new Intl.DateTimeFormat(languageTag(language), { dateStyle: 'long' }).format(at)
}

export function shownTime(at: number, language: Language): string {
  return new Intl.DateTimeFormat(languageTag(language), { dateStyle: 'medium', timeStyle: 'short' }).format(
    at,
  )
}

type Told = readonly [mark: RegExp, name: string]

/** In this order: later ones are part of what earlier ones say of themselves. */
const browsers: readonly Told[] = [
  [/MicroMessenger\//, 'WeChat'],
  [/\bEdgA?\/|EdgiOS\//, 'Edge'],
  [/\bOPR\//, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\/|Chromium\//, 'Chrome'],
  [/Version\/[\d.]+ .*Safari\//, 'Safari'],
]
const systems: readonly Told[] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/HarmonyOS|OpenHarmony/, 'HarmonyOS'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/CrOS/, 'ChromeOS'],
  [/Linux/, 'Linux'],
]

/** Of a browser its name and system; any other text as it is; nothing where there is none. */
export function deviceNames(agent: string | null): readonly string[] {
  if (agent === null || agent === '') return []
  const name = (list: readonly Told[]) => list.find(([mark]) => mark.test(agent))?.[1]
  const found = [name(browsers), name(systems)].filter((each) => each !== undefined)
  return found.length > 0 ? found : [agent.length > 60 ? `${agent.slice(0, 60)}…` : agent]
}

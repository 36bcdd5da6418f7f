/** A refusal in words. */
import type { Refusal, RefusalDetails } from '../base/refusal.ts'
import { refusalTexts } from './refusal-texts.ts'

export type TextLanguage = 'en' | 'zh'

/** Texts of codes that an app's own Types declare. */
export type MoreTexts = Readonly<Record<string, Readonly<Record<TextLanguage, string>>>>

/** The localised text of a refusal, with what its details add: the seconds to wait, the arguments at fault. */
export function explainRefusal(refusal: Refusal, language: TextLanguage, more: MoreTexts = {}): string {
  const { code } = refusal
  const texts = textsOf(refusalTexts, code) ?? textsOf(more, code)
  if (texts === undefined) return code
  return fill(texts[language], refusal.details) + addition(refusal.details, language)
}

function textsOf(texts: MoreTexts, code: string): MoreTexts[string] | undefined {
  return Object.hasOwn(texts, code) ? texts[code] : undefined
}

function fill(text: string, details: RefusalDetails): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(details[name] ?? whole))
}

function addition(details: RefusalDetails, language: TextLanguage): string {
  if (details.seconds !== undefined)
    return language === 'zh' ? `（${details.seconds} 秒）` : ` (${details.seconds} s)`
  if (isTexts(details.arguments)) return listOf(details.arguments)
  if (Array.isArray(details.nearest) && details.nearest.length > 0) return `: ${details.nearest.join(', ')}?`
  if (Array.isArray(details.unmet)) return `: ${details.unmet.join(', ')}`
  return typeof details.reason === 'string' ? `: ${details.reason}` : ''
}

function listOf(faults: Readonly<Record<string, string>>): string {
  return `: ${Object.entries(faults)
    .map(([name, fault]) => `${name} ${fault}`)
    .join('; ')}`
}

function isTexts(value: unknown): value is Record<string, string> {
  return typeof value === 'object' && value !== null
}

/** With a region or without, which some write behind an underscore. */
function languageOf(tag: string): TextLanguage | undefined {
  const [language] = tag.split(/[-_]/)
  return language === 'zh' || language === 'en' ? language : undefined
}

/** The best language for an Accept-Language list or a bare tag; English without a match. */
export function pickLanguage(header: string | undefined): TextLanguage {
  let best: TextLanguage = 'en'
  let bestWeight = 0
  for (const part of (header ?? '').slice(0, 256).split(',')) {
    const [tag = '', ...options] = part.trim().toLowerCase().split(';')
    const quality = options
      .map((option) => /^\s*q=([\d.]+)\s*$/.exec(option)?.[1])
      .find((q) => q !== undefined)
    const weight = quality === undefined ? 1 : Number(quality)
    const language = languageOf(tag.trim())
    if (language === undefined || !(weight > bestWeight)) continue
    best = language
    bestWeight = weight
  }
  return best
}

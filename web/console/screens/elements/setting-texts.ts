/** What the settings of the official families are called; those of own Types have their schema alone. */
import type { Language } from '../../../shared/language.ts'
import { clientSettingTexts } from '../../texts/settings/client-settings.ts'
import { loginSettingTexts } from '../../texts/settings/login-settings.ts'
import type { SettingTextTable } from '../../texts/settings/setting-text.ts'
import { smsSettingTexts } from '../../texts/settings/sms-settings.ts'

const corpSettingTexts: SettingTextTable = {
  corpId: ['Id', 'ID', '应用用来识别组织的 ID。'],
  title: ['Name', '名称', '组织的名称；未设置时为元素的标题。'],
  allowJoin: ['Join at once', '直接加入', '1：注册者立即加入。'],
}

const byFamily: Readonly<Record<string, SettingTextTable>> = {
  'auths.loginTypes.Meta': loginSettingTexts,
  'SMS.Meta': smsSettingTexts,
  'clients.Meta': clientSettingTexts,
  'corps.Meta': corpSettingTexts,
}

export type SettingName = { readonly title: string; readonly description?: string }

/** `place` as in docs/reference/element-settings.md: `limits.number.hour`, `rules[].service`. */
export type NameSetting = (place: string, description: string | undefined) => SettingName

export function settingNames(family: string, language: Language): NameSetting {
  const table = byFamily[family] ?? {}
  return (place, description) => {
    const known = Object.hasOwn(table, place) ? table[place] : undefined
    const [en, zh, chinese] = known ?? []
    const title = (language === 'zh' ? zh : en) ?? readable(place)
    const told =
      language === 'zh' ? (chinese ?? (known === undefined ? description : undefined)) : description
    return { title, ...(told === undefined ? {} : { description: told.replaceAll('`', '') }) }
  }
}

/** Of the setting that a JSON Pointer leads to; nothing of a part of the element itself. */
export function titleOfPointer(pointer: string, family: string, language: Language): string | undefined {
  if (!pointer.startsWith('/')) return undefined
  const name = settingNames(family, language)
  const keys = pointer.slice(1).split('/')
  const place = keys.join('.').replace(/\.\d+(?=\.|$)/g, '[]')
  const record = place.replace(/^(testNumbers|profileFields)\.[^.]+/, '$1.{name}')
  const whole = record.replace(/\[\]$/, '')
  return name(whole, undefined).title
}

/** `maxAttempts` as `Max attempts`, for settings of own Types. */
function readable(place: string): string {
  const name = place.split('.').at(-1)?.replace('[]', '') ?? place
  const words = name
    .replace(/[_-]+/g, ' ')
    .replace(/([a-z\d])([A-Z])/g, (_, a, b) => `${a} ${b.toLowerCase()}`)
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/**
 * What a setting of an element is called: in English, in Chinese, and its description in Chinese. The English
 * description stands in the schema of its Type.
 */
export type SettingText = readonly [en: string, zh: string, description?: string]

/** By its place: `limits.number.hour`, `rules[].service`, `testNumbers.{name}.code`. */
export type SettingTextTable = Readonly<Record<string, SettingText>>

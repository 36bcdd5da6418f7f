/** Why an application does not let someone in: the `data` of `ACCESS_DENIED` in every language (spec 5). */
import type { TextLanguage } from './explain-refusal.ts'

export type Denial = 'country' | 'address' | 'corp'

export const denialTexts: Readonly<Record<Denial, Readonly<Record<TextLanguage, string>>>> = {
  country: {
    en: 'This app is not open to phone numbers of this country',
    zh: '该应用不对该国家或地区的手机号开放',
  },
  address: { en: 'This app is not open to this network address', zh: '该应用不允许从当前网络地址登录' },
  corp: { en: 'This app is not open to your organisation', zh: '该应用不对您所在的组织开放' },
}

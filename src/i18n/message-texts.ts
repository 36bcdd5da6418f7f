/** What a person reads on the phone (spec 4, rule 9). `{app}` is what the app calls itself. */
import type { TextLanguage } from './explain-refusal.ts'

export const messageTexts: Readonly<Record<'code' | 'notice', Readonly<Record<TextLanguage, string>>>> = {
  code: {
    en: '{app}: your code is {code}. It is valid for {minutes} minutes. Do not share it.',
    zh: '【{app}】验证码 {code}，{minutes} 分钟内有效，请勿告诉他人。',
  },
  notice: {
    en: '{app}: the phone number of your account was changed. If this was not you, contact us at once.',
    zh: '【{app}】您账号绑定的手机号已更换。如非本人操作，请立即联系我们。',
  },
}

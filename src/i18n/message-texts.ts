/** What a person reads on the phone (spec 4, rule 9). `{app}` is what the app calls itself. */
import type { TextLanguage } from './explain-refusal.ts'

export const messageTexts: Readonly<
  Record<'code' | 'notice' | 'recovery', Readonly<Record<TextLanguage, string>>>
> = {
  code: {
    en: '{app}: your code is {code}. It is valid for {minutes} minutes. Do not share it.',
    zh: '【{app}】验证码 {code}，{minutes} 分钟内有效，请勿告诉他人。',
  },
  notice: {
    en: '{app}: the phone number of your account was changed. If this was not you, contact us at once.',
    zh: '【{app}】您账号绑定的手机号已更换。如非本人操作，请立即联系我们。',
  },
  recovery: {
    en: '{app}: somebody asked to replace the phone number of your account. If this was not you, log in with this number: that stops it.',
    zh: '【{app}】有人申请更换您账号绑定的手机号。如非本人操作，请用本手机号登录，申请即被取消。',
  },
}

/** The text of a message for services that have no templates of their own (spec 4, rule 9). */
import type { SmsParams } from './sms-service.ts'

/**
 * `appTitle` is what the app calls itself. Chinese unless the parameters say English. `template` is another text for
 * codes, with the places `{code}`, `{minutes}` and `{app}`.
 */
export function messageText(params: SmsParams, appTitle: string, template?: string): string {
  const { code, minutes = 5, language = 'zh' } = params
  if (code === undefined)
    return language === 'zh'
      ? `【${appTitle}】您账号绑定的手机号已更换。如非本人操作，请立即联系我们。`
      : `${appTitle}: the phone number of your account was changed. If this was not you, contact us at once.`
  if (template !== undefined) {
    const values: Record<string, string> = { code, minutes: String(minutes), app: appTitle }
    return template.replaceAll(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place)
  }
  return language === 'zh'
    ? `【${appTitle}】验证码 ${code}，${minutes} 分钟内有效，请勿告诉他人。`
    : `${appTitle}: your code is ${code}. It is valid for ${minutes} minutes. Do not share it.`
}

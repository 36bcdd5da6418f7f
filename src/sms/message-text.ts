/** The text of a message for services that have no templates of their own (spec 4, rule 9). */
import { messageTexts } from '../i18n/message-texts.ts'
import { isRecoveryNotice, type SmsParams } from './sms-service.ts'

/**
 * `appTitle` is what the app calls itself. Chinese unless the parameters say English. `template` is another text for
 * codes, with the places `{code}`, `{minutes}` and `{app}`; a text in the parameters goes before it. With a domain
 * the last line binds the code to it, so that browsers fill it in there and nowhere else.
 */
export function messageText(params: SmsParams, appTitle: string, template?: string): string {
  const { code, minutes = 5, language = 'zh', text, domain } = params
  const values: Record<string, string> = { app: appTitle }
  // Whose language nobody knows reads both.
  if (isRecoveryNotice(params))
    return fill(`${messageTexts.recovery.zh}\n${messageTexts.recovery.en}`, values)
  if (code === undefined) return fill(messageTexts.notice[language], values)
  Object.assign(values, { code, minutes: String(minutes) })
  const told = fill(text ?? template ?? messageTexts.code[language], values)
  return domain === undefined ? told : `${told}\n@${domain} #${code}`
}

function fill(text: string, values: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (place, name: string) => values[name] ?? place)
}

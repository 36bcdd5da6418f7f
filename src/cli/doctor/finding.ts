/** What `doctor` found of one thing. Never holds a secret. */
import type { Risk } from '../../app/risks.ts'

export type Finding = Omit<Risk, 'level'> & { readonly level: 'ok' | Risk['level'] }

export function ok(subject: string, message: string): Finding {
  return { level: 'ok', subject, message }
}

export function warning(subject: string, message: string): Finding {
  return { level: 'warning', subject, message }
}

export function unsafe(subject: string, message: string): Finding {
  return { level: 'unsafe', subject, message }
}

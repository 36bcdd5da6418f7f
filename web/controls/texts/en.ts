import type { PasswordPolicy } from '../../../src/wire/login-status.ts'

type Limits = Pick<PasswordPolicy, 'minLength' | 'maxLength'>

/** What the controls say, in English. */
export const controlsEn = {
  loading: 'One moment…',
  phoneNumber: 'Phone number',
  country: 'Country or region',
  findCountry: 'Search by name or code',
  noCountry: 'No country matches',
  back: 'Back',
  code: (length: number) => `${length}-digit code`,
  resend: 'Send a new code',
  resendIn: (seconds: number) => `Send a new code in ${seconds} s`,
  show: 'Show password',
  hide: 'Hide password',
  newPassword: 'New password',
  limits: {
    length: ({ minLength, maxLength }: Limits) => `${minLength} to ${maxLength} characters`,
    requireUppercase: 'A capital letter',
    requireLowercase: 'A small letter',
    requireNumber: 'A digit',
    requireSpecialChar: 'A special character',
  },
  unmet: 'not yet met',
  met: 'met',
  strength: ['Very easy to guess', 'Easy to guess', 'Could be stronger', 'Strong', 'Very strong'],
  strengthLabel: 'Password strength',
  enrolPicture: 'QR code for your authenticator app',
  enrolOpen: 'Open the app on this device',
  enrolKey: 'Or type this key',
  copy: 'Copy',
  copied: 'Copied',
  language: 'Language',
  tryAgain: 'Try again',
  noAnswer: 'No answer from the server. Check your connection and try again.',
  download: 'Download',
  recoveryFile: (title: string) => `Recovery codes of your account at ${title}. Each works once.`,
}

export type ControlTexts = typeof controlsEn

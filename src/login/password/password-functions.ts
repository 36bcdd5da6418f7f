/** The functions of a password login, declared once (spec 3, "Functions"). */
import Type from 'typebox'
import { defineFunctions, optionalParam, param, text } from '../../elements/define-type.ts'
import { personText } from '../../users/person-text.ts'
import { userResult } from '../../users/user-result.ts'
import { loginCodeResult } from '../login-type.ts'
import { passwordLimitSettings } from './password-settings.ts'

const username = Type.String({ minLength: 1, maxLength: 256, description: 'Login name.' })
/** More than any limit lets through, and little enough to be hashed without a thought. */
const password = Type.String({
  minLength: 1,
  maxLength: 1024,
  description: "The password as the element's `passwordTransport` says: its MD5 in hex, or the text itself.",
})
const captcha = text(32, 'Characters of the picture, in either case; empty where no captcha is asked.')
const token = text(128, 'Token of the captcha; empty where no captcha is asked.')
const userId = text(64, "User id; a user's own.")

const anyone = ['anonymous', 'user', 'system'] as const
const ofUser = ['user', 'system'] as const

const success = Type.Object({ success: Type.Literal(true) })

export const passwordFunctions = defineFunctions({
  generateCaptcha: {
    params: [],
    result: Type.Object({
      token: Type.String({ description: 'Good for 5 minutes.' }),
      img: Type.String({ description: 'Base64 of a PNG.' }),
    }),
    callers: anyone,
    exposed: true,
    summary: 'Draws a captcha of four characters.',
  },
  checkCaptcha: {
    params: [param('token', token), param('code', captcha)],
    result: Type.Boolean(),
    callers: anyone,
    exposed: true,
    summary: 'Is the code right? A right one stays good, the fifth wrong one spends the captcha.',
  },
  getLoginCode: {
    params: [
      param('username', username),
      param('password', password),
      optionalParam('captcha', captcha),
      optionalParam('token', token),
    ],
    result: loginCodeResult,
    callers: anyone,
    exposed: true,
    summary: 'Checks the password and gives a login code, which AuthSvc.loginByCode exchanges for a session.',
  },
  register: {
    params: [
      param('username', username),
      param('password', password),
      param('captcha', captcha),
      param('token', token),
      param('nick', personText(64)),
    ],
    result: userResult,
    callers: anyone,
    exposed: true,
    summary: 'Makes a user; the result also carries a login code.',
  },
  bind: {
    params: [param('userId', userId), param('username', username), param('password', password)],
    result: success,
    callers: ofUser,
    exposed: true,
    summary: 'Gives a name and password to a user who has none in this login type.',
  },
  unbind: {
    params: [param('userId', userId)],
    result: success,
    callers: ofUser,
    exposed: true,
    summary: 'Takes name and password away from the user.',
  },
  updatePassword: {
    params: [param('userId', userId), param('oldPassword', password), param('newPassword', password)],
    result: success,
    callers: ofUser,
    exposed: true,
    summary: "Changes the password and ends the user's other sessions.",
  },
  resetPassword: {
    params: [param('userId', userId), param('ticket', text(128)), param('newPassword', password)],
    result: success,
    callers: ofUser,
    exposed: true,
    summary: 'Sets a new password with a ticket of checkMyMessage in place of the old password.',
  },
  updateUsername: {
    params: [param('userId', userId), param('username', username)],
    result: success,
    callers: ofUser,
    exposed: true,
    summary: 'Changes the login name.',
  },
  encryptPassword: {
    params: [
      param('md5', Type.String({ pattern: '^[0-9a-fA-F]{32}$', description: 'MD5 of a password in hex.' })),
    ],
    result: Type.String(),
    callers: ['system'],
    exposed: false,
    summary: 'The stored form of a password, for import and export.',
  },
  refreshDbPassword: {
    params: [],
    result: Type.Object({
      total: Type.Integer(),
      refreshed: Type.Integer(),
      current: Type.Integer(),
      unreadable: Type.Integer(),
    }),
    callers: ['system'],
    exposed: false,
    summary: 'Brings every stored password to the current scheme.',
  },
  getLoginConfig: {
    params: [],
    result: Type.Object({
      fullName: Type.String(),
      title: Type.String(),
      authType: Type.String(),
      isActive: Type.Boolean(),
      allowRegister: Type.Boolean(),
      default: Type.Boolean(),
      passwordTransport: Type.Union([Type.Literal('md5'), Type.Literal('plain')]),
      captcha: Type.Union([Type.Literal('always'), Type.Literal('risk')]),
      limit: passwordLimitSettings,
    }),
    callers: anyone,
    exposed: true,
    summary: 'What a front end needs to know of the configuration; no secret.',
  },
})

/** The functions of a phone login, declared once (spec 2, "Functions"). */
import Type from 'typebox'
import { defineFunctions, optionalParam, param, text } from '../../elements/define-type.ts'
import { personText } from '../../users/person-text.ts'
import { userResult } from '../../users/user-result.ts'
import { loginCodeResult, successReturn } from '../login-type.ts'

const phone = text(64, 'Phone number in any form; without + it is of the default country.')
const code = Type.String({ minLength: 1, maxLength: 32, description: 'Verification code.' })
const userId = text(64, "User id; a user's own.")

const anyone = ['anonymous', 'user', 'system'] as const
const ofUser = ['user', 'system'] as const

/** Purposes that may be named at this face; the others follow from who asks (spec 2, rule 2). */
const phonePurposes = Type.Union([Type.Literal('login'), Type.Literal('account')])

export const phoneFunctions = defineFunctions({
  sendMessage: {
    params: [param('phone', phone), optionalParam('purpose', phonePurposes)],
    result: Type.Object({ code: Type.Literal(200), message: Type.Literal('success') }),
    callers: anyone,
    exposed: true,
    summary: 'Sends a verification code.',
  },
  getLoginCode: {
    params: [param('phone', phone), param('code', code)],
    result: loginCodeResult,
    callers: anyone,
    exposed: true,
    summary: 'Checks the code and gives a login code, which AuthSvc.loginByCode exchanges for a session.',
  },
  register: {
    params: [param('phone', phone), param('code', code), param('nick', personText(64))],
    result: userResult,
    callers: anyone,
    exposed: true,
    summary: 'Makes a user of a new number; the result also carries a login code.',
  },
  bind: {
    params: [param('userId', userId), param('phone', phone), param('code', code)],
    result: successReturn,
    callers: ofUser,
    exposed: true,
    summary: 'Binds a number to a user who has none in this login type.',
  },
  unbind: {
    params: [param('userId', userId), param('code', code)],
    result: successReturn,
    callers: ofUser,
    exposed: true,
    summary: 'Takes the number away from the user; the code went to that number.',
  },
  checkMyMessage: {
    params: [param('code', code)],
    result: Type.Object({ ticket: Type.String() }),
    callers: ['user'],
    exposed: true,
    summary: "Checks a code of the user's own number and gives a ticket for one change, good for 5 minutes.",
  },
  updatePhone: {
    params: [
      param('userId', userId),
      param('ticket', text(128)),
      param('newPhone', phone),
      param('newCode', code),
    ],
    result: successReturn,
    callers: ofUser,
    exposed: true,
    summary: "Changes the number, ends the user's other sessions and tells the old number.",
  },
  getLoginConfig: {
    params: [],
    result: Type.Object({
      fullName: Type.String(),
      title: Type.String(),
      authType: Type.String(),
      isActive: Type.Boolean(),
      allowRegister: Type.Boolean(),
      allowedCountries: Type.Array(Type.String()),
      defaultCountry: Type.String(),
      resendInterval: Type.Integer(),
      codeTtl: Type.Integer(),
      codeLength: Type.Integer(),
    }),
    callers: anyone,
    exposed: true,
    summary: 'What a front end needs to know of the configuration; no secret.',
  },
})

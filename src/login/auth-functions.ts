/** The functions of `AuthSvc`, declared once (spec 1, "From login code to session"; spec 5, "Statuses of a login"). */
import Type from 'typebox'
import { clientTitleResult } from '../clients/client-title.ts'
import {
  defineFunctions,
  type ElementFunctions,
  optionalParam,
  param,
  text,
} from '../elements/define-type.ts'
import { successReturn } from './login-type.ts'

const nullableText = Type.Union([Type.String(), Type.Null()])

export const loginResult = Type.Object({
  success: Type.Boolean(),
  status: Type.String({ description: 'SUCCESS, or which step is missing.' }),
  userId: Type.String(),
  corpId: nullableText,
  sessionToken: Type.Optional(Type.String()),
  sessionId: Type.Optional(Type.String({ description: 'Names the session; it opens nothing.' })),
  expire: Type.Optional(Type.Integer({ description: 'Seconds that the session lives.' })),
  idToken: Type.Optional(Type.String()),
  stateToken: Type.Optional(Type.String({ description: 'Carries a login that waits for a step.' })),
  data: Type.Optional(Type.String({ description: 'What the next step needs, as JSON.' })),
})

export type LoginResult = Type.Static<typeof loginResult>

const platforms = Type.Union([Type.Literal('web'), Type.Literal('mobile'), Type.Literal('app')])

const sessionItem = Type.Object({
  id: Type.String(),
  clientId: Type.String(),
  platform: nullableText,
  agent: nullableText,
  address: nullableText,
  loginTime: Type.Integer(),
  lastSeen: Type.Integer(),
  expiresAt: Type.Integer(),
  clientTitle: clientTitleResult,
  current: Type.Boolean(),
})

const currentUserResult = Type.Object({
  userId: Type.String(),
  nick: Type.String(),
  name: nullableText,
  email: nullableText,
  phone: nullableText,
  username: nullableText,
  status: Type.String(),
  createTime: Type.Integer(),
})

const anyone = ['anonymous', 'user', 'system'] as const

const stateText = text(2048, 'Of the answer that named the step; for the client and device that began.')
const stateToken = param('stateToken', stateText)
const optionalStateToken = optionalParam('stateToken', stateText)
const typedCode = Type.String({ minLength: 1, maxLength: 64 })
/** A text on this path whatever the `passwordTransport` of the login type: a flow may be of any login type. */
const passwordText = Type.String({ minLength: 1, maxLength: 1024, description: 'The password itself.' })

export const authServiceFunctions = defineFunctions({
  loginByCode: {
    params: [
      param('loginCode', text(128)),
      optionalParam(
        'corp',
        text(128, 'corpId or corpName of corpList; empty when the user belongs to none.'),
      ),
      optionalParam('platform', platforms),
    ],
    result: loginResult,
    callers: anyone,
    exposed: true,
    summary: 'Exchanges a login code for a session.',
  },
  sendFactorCode: {
    params: [stateToken],
    result: successReturn,
    callers: anyone,
    exposed: true,
    summary: 'Second factor `sms`: sends a code to the number on file.',
  },
  mobileByToken: {
    params: [stateToken],
    result: Type.Object({ phone: Type.String({ description: 'Masked: `+86138****8000`.' }) }),
    callers: anyone,
    exposed: true,
    summary: 'Where the code of `sendFactorCode` goes.',
  },
  proveBySms: {
    params: [stateToken, param('code', typedCode)],
    result: loginResult,
    callers: anyone,
    exposed: true,
    summary: 'Second factor: the code of `sendFactorCode`; then the login goes on.',
  },
  proveByTotp: {
    params: [stateToken, param('code', typedCode)],
    result: loginResult,
    callers: anyone,
    exposed: true,
    summary: 'Second factor: a code of the authenticator app, or a recovery code; then the login goes on.',
  },
  proveByPassword: {
    params: [stateToken, param('password', passwordText)],
    result: loginResult,
    callers: anyone,
    exposed: true,
    summary: 'Second factor: the password; then the login goes on.',
  },
  replacePassword: {
    params: [stateToken, param('oldPassword', passwordText), param('newPassword', passwordText)],
    result: loginResult,
    callers: anyone,
    exposed: true,
    summary: 'A new password in place of one that has expired or will soon; then the login goes on.',
  },
  skipPasswordWarning: {
    params: [stateToken],
    result: loginResult,
    callers: anyone,
    exposed: true,
    summary: 'Leaves a password that will expire soon as it is; then the login goes on.',
  },
  enrolTotp: {
    params: [optionalStateToken],
    result: Type.Object({
      secret: Type.String({ description: 'base32, for typing.' }),
      uri: Type.String({ description: '`otpauth://totp/…`, for a QR code.' }),
    }),
    callers: anyone,
    exposed: true,
    summary:
      'Begins to enrol an authenticator app: of who is signed in, or within a login that asks for a factor of who has none.',
  },
  confirmTotp: {
    params: [param('code', typedCode), optionalStateToken],
    result: Type.Object({
      recoveryCodes: Type.Array(Type.String(), { description: 'Shown here and never again.' }),
      login: Type.Optional(loginResult),
    }),
    callers: anyone,
    exposed: true,
    summary: 'Confirms the app with a code of it. Within a login, `login` is how it goes on.',
  },
  renewRecoveryCodes: {
    params: [param('code', typedCode)],
    result: Type.Object({
      recoveryCodes: Type.Array(Type.String(), { description: 'Shown here and never again.' }),
    }),
    callers: ['user'],
    exposed: true,
    summary:
      'Ten other recovery codes in place of those that are left, with a code of the app or one of them.',
  },
  removeTotp: {
    params: [param('code', typedCode)],
    result: successReturn,
    callers: ['user'],
    exposed: true,
    summary: 'Removes the app and the recovery codes, with a code of either; the other sessions end.',
  },
  logout: {
    params: [],
    result: successReturn,
    callers: ['user'],
    exposed: true,
    summary: 'Ends the session.',
  },
  currentUser: {
    params: [],
    result: currentUserResult,
    callers: ['user'],
    exposed: true,
    summary: 'The user of the session.',
  },
  listSessions: {
    params: [],
    result: Type.Array(sessionItem),
    callers: ['user'],
    exposed: true,
    summary: "The user's living sessions, newest first.",
  },
  revokeSession: {
    params: [param('id', text(64))],
    result: successReturn,
    callers: ['user'],
    exposed: true,
    summary: 'Ends one session of the user.',
  },
  revokeOtherSessions: {
    params: [],
    result: successReturn,
    callers: ['user'],
    exposed: true,
    summary: 'Ends every other session of the user.',
  },
})

export type AuthSvc = ElementFunctions<typeof authServiceFunctions>

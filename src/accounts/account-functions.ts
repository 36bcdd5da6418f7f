/** The functions of `AccountSvc`, declared once. */
import Type from 'typebox'
import { clientTitleResult } from '../clients/client-title.ts'
import {
  defineFunctions,
  type ElementFunctions,
  optionalParam,
  param,
  text,
} from '../elements/define-type.ts'
import { successReturn } from '../login/login-type.ts'
import { personText } from '../users/person-text.ts'

const nullable = <T extends Type.TSchema>(schema: T) => Type.Union([schema, Type.Null()])
const nullableText = nullable(Type.String())
const time = Type.Integer({ description: 'Epoch milliseconds.' })

const account = {
  userId: Type.String(),
  nick: Type.String(),
  name: nullableText,
  email: nullableText,
  phone: nullable(Type.String({ description: 'E.164' })),
  username: nullableText,
  createTime: time,
  phones: Type.Array(Type.Object({ loginType: Type.String(), phone: Type.String(), boundAt: time })),
  names: Type.Array(Type.Object({ loginType: Type.String(), name: Type.String(), changedAt: time })),
  corps: Type.Array(Type.String({ description: 'corpId' })),
  factor: nullable(
    Type.Object(
      { enrolledAt: time, recoveryCodesLeft: Type.Integer() },
      { description: 'The authenticator app.' },
    ),
  ),
  profile: Type.Record(Type.String(), Type.String()),
}

const agreement = Type.Object({
  clientId: Type.String(),
  name: Type.String(),
  version: Type.String(),
  agreedAt: time,
  clientTitle: clientTitleResult,
  text: nullable(
    Type.Object(
      { title: Type.Object({ en: Type.String(), zh: Type.String() }), url: Type.String() },
      { description: 'Where the client still asks for this version.' },
    ),
  ),
})

const session = Type.Object({
  id: Type.String(),
  clientId: Type.String(),
  platform: nullableText,
  agent: nullableText,
  address: nullableText,
  loginTime: time,
  lastSeen: time,
  expiresAt: time,
})

const ofUser = ['user'] as const

export const accountFunctions = defineFunctions({
  currentAccount: {
    params: [],
    result: Type.Object({
      ...account,
      reauthIn: nullable(
        Type.Integer({
          description:
            'Seconds in which ways to log in may be changed; 0: after another login; null: at any time.',
        }),
      ),
      graceDays: Type.Integer({ description: 'Days in which a closed account can be taken back.' }),
      recovery: nullable(
        Type.Object(
          {
            phone: Type.String({ description: 'The new number, masked.' }),
            askedAt: time,
            dueAt: Type.Integer({ description: 'Epoch milliseconds: the number is not replaced before.' }),
            approved: Type.Boolean({ description: 'By an administrator.' }),
          },
          { description: 'Somebody asked the administrators to replace the number.' },
        ),
      ),
      reopened: Type.Boolean({
        description: 'The login of this session took the closing of the account back, less than an hour ago.',
      }),
    }),
    callers: ofUser,
    exposed: true,
    summary: 'What is kept about the user.',
  },
  updateProfile: {
    params: [optionalParam('nick', personText(64)), optionalParam('name', nullable(personText(128)))],
    result: successReturn,
    callers: ofUser,
    exposed: true,
    summary: 'Changes nick and name; what is not given stays, `name: null` takes it away.',
  },
  listAgreements: {
    params: [],
    result: Type.Array(agreement),
    callers: ofUser,
    exposed: true,
    summary: 'What the user agreed to, and when.',
  },
  exportAccount: {
    params: [],
    result: Type.Object({
      ...account,
      exportedAt: time,
      sessions: Type.Array(session),
      agreements: Type.Array(agreement),
    }),
    callers: ofUser,
    exposed: true,
    summary: 'Everything that is kept about the user, in one document. In a session whose login is recent.',
  },
  replaceLostPhone: {
    params: [
      param('password', Type.String({ minLength: 1, maxLength: 128 })),
      param('factorCode', text(32, 'Of the authenticator app, or a recovery code.')),
      param('phone', text(64, 'The new number.')),
      param('code', text(32, 'The code that went to it.')),
    ],
    result: successReturn,
    callers: ofUser,
    exposed: true,
    summary:
      'Another number in place of one that was lost: password and second factor stand for the code of the old one. In a session whose login is recent.',
  },
  cancelRecovery: {
    params: [],
    result: successReturn,
    callers: ofUser,
    exposed: true,
    summary: 'Ends the request to replace the number, whoever asked.',
  },
  closeAccount: {
    params: [],
    result: Type.Object({ deleteAt: time }),
    callers: ofUser,
    exposed: true,
    summary:
      'Ends every session; the account is deleted at `deleteAt`, unless its user logs in before. In a session whose login is recent.',
  },
})

export type AccountSvc = ElementFunctions<typeof accountFunctions>

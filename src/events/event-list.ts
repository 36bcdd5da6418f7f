/**
 * Every event that the program raises: the closed list, with what each one carries. `docs/reference/events.md` is
 * compared with it. A payload holds ids and masked numbers; never a code, a secret or a whole number.
 */
import Type, { type Static } from 'typebox'

const userId = Type.String({ description: 'id of the user' })
const maskedPhone = Type.String({ description: 'the number, masked: `+86138****8000`' })
const loginType = Type.String({ description: 'fullName of the login' })
const element = Type.String({ description: 'fullName of the SMS service' })
const until = Type.Integer({ description: 'when it ends, epoch milliseconds' })
const country = Type.String({ description: 'ISO 3166 code of the country' })
const day = Type.String({ description: 'the day that is counted, `2026-11-21`, in UTC' })
const budget = Type.Integer({ description: 'messages that a day may have' })

const recoveryId = Type.String({ description: 'id of the request' })

const about = (description: string) => ({ description })

export const eventSchemas = {
  'user.created': Type.Object(
    { userId, by: Type.String(about('`registration`, `operator` or `import`')) },
    about('a user registered, or was made or imported by an operator'),
  ),
  'user.disabled': Type.Object({ userId }, about('a user was switched off; the sessions have ended')),
  'user.enabled': Type.Object({ userId }, about('a user who was switched off may log in again')),
  'user.deleted': Type.Object({ userId }, about('a user was deleted, with logins and sessions')),
  'user.closed': Type.Object(
    { userId, deleteAt: Type.Integer(about('when it is deleted, epoch milliseconds')) },
    about('a user closed the own account; the sessions have ended'),
  ),
  'user.reopened': Type.Object({ userId }, about('a login took the closing of an account back')),
  'phone.bound': Type.Object(
    { userId, loginType, phone: maskedPhone },
    about('a user who had no number proved one'),
  ),
  'phone.changed': Type.Object(
    { userId, loginType, phone: maskedPhone, previous: Type.String(about('the number before it, masked')) },
    about('a user proved another number in place of the one before; the other sessions have ended'),
  ),
  'phone.unbound': Type.Object(
    { userId, loginType },
    about('a number was taken away from a user; the other sessions have ended'),
  ),
  'recovery.asked': Type.Object(
    {
      userId,
      recoveryId,
      loginType,
      phone: Type.String(about('the new number, masked')),
      previous: Type.String(about('the number that was lost, masked')),
      dueAt: Type.Integer(about('the number is not replaced before, epoch milliseconds')),
    },
    about('somebody who lost the number of an account asked for another one: an administrator has to answer'),
  ),
  'recovery.approved': Type.Object(
    { userId, recoveryId, dueAt: Type.Integer(about('when the number is replaced, epoch milliseconds')) },
    about('an administrator approved such a request'),
  ),
  'recovery.ended': Type.Object(
    {
      userId,
      recoveryId,
      state: Type.String(
        about('`completed`, `refused`, `cancelled` by a login with the old number, `failed`, or `expired`'),
      ),
    },
    about('such a request is over; where it was completed, `phone.changed` tells of the number'),
  ),
  'password.bound': Type.Object({ userId, loginType }, about('a user who had no password set one')),
  'password.changed': Type.Object(
    {
      userId,
      loginType,
      by: Type.String(about('`change` with the old password, `reset` with another proof')),
    },
    about('a password was changed or reset; the other sessions have ended'),
  ),
  'password.expired': Type.Object(
    { userId },
    about(
      'an operator wants a new password: the next login by password has to set one; the sessions have ended',
    ),
  ),
  'password.unbound': Type.Object(
    { userId, loginType },
    about('name and password were taken away from a user; the other sessions have ended'),
  ),
  'username.changed': Type.Object({ userId, loginType }, about('a user changed the name to log in with')),
  'factor.added': Type.Object({ userId }, about('a user enrolled an authenticator app')),
  'factor.removed': Type.Object(
    { userId, by: Type.String(about('`user` or `operator`')) },
    about('the authenticator app of a user was taken away; the other sessions have ended'),
  ),
  'login.succeeded': Type.Object(
    {
      userId,
      sessionId: Type.String(about('id of the session; it opens nothing')),
      method: Type.String(about('how it was proven, such as `phone` or `password+totp`')),
      clientId: Type.Optional(Type.String(about('the client, where it is known'))),
    },
    about('a login made a session'),
  ),
  'login.locked': Type.Object(
    {
      loginType,
      what: Type.String(
        about('`code` where wrong codes lock a number, `password` where wrong passwords lock a user'),
      ),
      phone: Type.Optional(maskedPhone),
      userId: Type.Optional(userId),
      isClosed: Type.Boolean(about('does an operator have to open it? Else it opens by itself')),
    },
    about(
      'a failed try has locked a number or a password; each further one, after the wait, locks it for longer',
    ),
  ),
  'tenant.created': Type.Object({}, about('the tenant was made')),
  'tenant.closed': Type.Object({}, about('the tenant was closed, for good')),
  'sms.budget.alert': Type.Object(
    { element, day, sent: Type.Integer(about('messages counted so far')), budget },
    about('the day has used the part of its budget that `alertAt` names'),
  ),
  'sms.budget.stopped': Type.Object(
    {
      element,
      day,
      budget,
      open: Type.String(about('who is still sent to: `known` numbers, or `none`')),
    },
    about('the budget of the day is used up, or what strangers may use of it: the next message was refused'),
  ),
  'sms.prefix.closed': Type.Object(
    {
      prefix: Type.String(about('calling code and next 3 digits: `+1 415` is `1415`')),
      country,
      sent: Type.Integer(about('messages to it in the window')),
      right: Type.Integer(about('how many of them led to right codes')),
      until,
    },
    about('too few messages to a prefix of numbers led to right codes: it is closed for an hour'),
  ),
  'sms.service.down': Type.Object(
    { element, reason: Type.String(about('the code of the last failure, such as `UNAVAILABLE`')) },
    about('an SMS service failed so often that it is passed over for a while'),
  ),
  'sms.service.up': Type.Object({ element }, about('a service that was passed over takes messages again')),
  'webhook.test': Type.Object(
    { endpoint: Type.String(about('id of the endpoint')) },
    about('an operator tries an endpoint: `latchkey webhook try`; nobody else hears of it'),
  ),
} as const

export type EventType = keyof typeof eventSchemas

/** A fact that others may hear of. */
export type LatchkeyEvent = {
  [Type in EventType]: { readonly type: Type; readonly data: Readonly<Static<(typeof eventSchemas)[Type]>> }
}[EventType]

/** A code for a number that was never seen: `POST /api/v2/sdk/sms/send`. */
import type { Operation } from '../measure-phase.ts'
import type { People } from '../people.ts'

export function send(people: People): Operation {
  return {
    name: 'send',
    request: (index) =>
      people.post(index, '/api/v2/sdk/sms/send', { mobile: people.phone(index), type: 'LOGIN_SMS' }),
  }
}

/** What a resource server asks on every request: `GET /api/v1/session`, session token → user. */
import { ask } from '../ask.ts'
import type { Operation } from '../measure-phase.ts'
import type { People } from '../people.ts'

/** After a `verify`. The request holds no JSON, so the control parses and echoes the JSON of the answer. */
export function session(people: People): Operation {
  let answer: unknown
  return {
    name: 'session',
    prepare: async ({ port }) => {
      answer = await ask(port, people.getSession(0))
    },
    request: (index) => people.getSession(index),
    controlRequest: (index) => people.post(index, '/', Object(answer)),
  }
}

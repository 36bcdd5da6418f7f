/** A right code becomes a session and an id_token: the first login of a number, and a returning one. */
import { setTimeout as delay } from 'node:timers/promises'
import { collectCodes } from '../inbox.ts'
import { runLoad } from '../load.ts'
import type { Operation } from '../measure-phase.ts'
import type { People } from '../people.ts'
import type { ServerProcess } from '../server-process.ts'
import { send } from './send.ts'

function verify(people: People): Pick<Operation, 'request' | 'onAnswer'> {
  return {
    request: (index) =>
      people.post(index, '/api/v2/sdk/login/mobile-verify-code', {
        mobile: people.phone(index),
        verify_code: people.codes[index],
      }),
    onAnswer: (index, body) => {
      const { status, session_token: token } = JSON.parse(body)
      if (status !== 'SUCCESS') throw new Error(`the login of ${people.phone(index)} ended with ${status}`)
      people.sessions[index] = token
    },
  }
}

/** After `send`: its codes are used. */
export function verifyNew(people: People): Operation {
  return { name: 'verify, new', prepare: (server) => collectCodes(server, people), ...verify(people) }
}

/** After `verifyNew`: everybody gets another code, once the interval between two messages is over. */
export function verifyKnown(people: People, resendSeconds: number): Operation {
  const prepare = async (server: ServerProcess) => {
    await delay(resendSeconds * 1000)
    const { request } = send(people)
    await runLoad({ port: server.port, connections: 16, from: 0, amount: people.count, request })
    await collectCodes(server, people)
  }
  return { name: 'verify, known', prepare, ...verify(people) }
}

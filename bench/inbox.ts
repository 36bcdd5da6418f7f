/** Learns the codes of all people from the development inbox, between the measured phases. */
import { ask, forEachIndex } from './ask.ts'
import type { People } from './people.ts'
import type { ServerProcess } from './server-process.ts'

type Inbox = { messages: { code: string }[] }

export async function collectCodes({ port }: ServerProcess, people: People): Promise<void> {
  await forEachIndex(people.count, 8, async (index) => {
    const path = `/dev/inbox?phone=${people.phone(index)}`
    const { messages } = (await ask(port, { method: 'GET', path, headers: {} })) as Inbox
    const code = messages[0]?.code
    if (code === undefined) throw new Error(`no message for ${people.phone(index)}`)
    people.codes[index] = code
  })
}

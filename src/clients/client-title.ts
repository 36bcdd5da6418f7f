/** What people call the application of a client. */
import Type from 'typebox'
import type { Client } from './client.ts'

export type ClientTitle = { readonly en: string; readonly zh: string }

/** In results; `null` where the client is no more. */
export const clientTitleResult = Type.Union([
  Type.Object({ en: Type.String(), zh: Type.String() }, { description: 'What the application is called.' }),
  Type.Null(),
])

export function clientTitle(client: Client): ClientTitle
export function clientTitle(client: Client | undefined): ClientTitle | null
export function clientTitle(client: Client | undefined): ClientTitle | null {
  if (client === undefined) return null
  return client.page.title ?? { en: client.title, zh: client.title }
}

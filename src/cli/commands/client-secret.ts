/** `latchkey client secret`. The secret is shown once and kept nowhere. */
import { createClientSecret } from '../../clients/client-secret.ts'
import { note, print } from '../output.ts'

export function clientSecret(): void {
  const { secret, stored } = createClientSecret()
  note('the secret is for the back end, clientSecret for the file of the client')
  print(`secret        ${secret}`)
  print(`clientSecret  ${stored}`)
}

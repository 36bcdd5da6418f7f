/** What a button of the page does. Where a session has ended or is too old for it, the page asks for a login. */
import { Refused } from '../../src/client/refused.ts'
import { type Act, useRun } from '../controls/use-run.ts'
import { usePage } from './page.ts'
import { problemOf } from './problem.ts'

export function useAct(): Act {
  const { texts, askLogin, leave } = usePage()
  return useRun((error) => {
    const code = error instanceof Refused ? error.code : undefined
    if (code === 'REAUTH_REQUIRED') askLogin()
    else if (code === 'LOGIN_REQUIRED') leave()
    else return problemOf(error, texts)
    return undefined
  })
}

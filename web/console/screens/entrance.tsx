/** The way in: an invitation, a login, or the console itself. */
import { Center, Loader } from '@mantine/core'
import { useCallback, useEffect, useState } from 'react'
import { callAdmin, isRefused } from '../admin-server.ts'
import type { Me } from '../answers.ts'
import { answers } from '../answers-cache.ts'
import { MeContext } from '../me.tsx'
import { Problem } from '../parts/problem.tsx'
import { goTo, hrefOf } from '../place.ts'
import { entranceTexts } from '../texts/entrance.ts'
import { useTexts } from '../use-texts.ts'
import { Invitation } from './invitation.tsx'
import { Login } from './login.tsx'
import { Shell } from './shell.tsx'

type State =
  | { readonly kind: 'asking' }
  | { readonly kind: 'failed'; readonly error: unknown }
  | { readonly kind: 'invited'; readonly token: string }
  | { readonly kind: 'out' }
  /** `ended`: the session is over, what was being done stays behind the login. */
  | { readonly kind: 'in'; readonly me: Me; readonly ended: boolean }

export function Entrance() {
  const texts = useTexts(entranceTexts)
  const [state, setState] = useState<State>(firstState)
  const ask = useCallback(async () => setState(await whoIsIn()), [])
  useEffect(() => {
    if (state.kind === 'asking') void ask()
  }, [state.kind, ask])
  useEffect(
    () => answers.onSessionEnd(() => setState((now) => (now.kind === 'in' ? { ...now, ended: true } : now))),
    [],
  )
  const enter = async (name: string) => {
    const next = await whoIsIn()
    // Another person does not go on with what the one before had on the screen.
    if (state.kind === 'in' && state.me.name !== name) answers.forget()
    setState(next)
    answers.refresh()
  }
  if (state.kind === 'invited')
    return (
      <Invitation
        token={state.token}
        onDone={() => {
          goTo(hrefOf([]), { replace: true })
          setState({ kind: 'asking' })
        }}
        onLeave={() => {
          goTo(hrefOf([]), { replace: true })
          setState({ kind: 'asking' })
        }}
      />
    )
  if (state.kind === 'failed')
    return (
      <Center mih="100vh" p="md">
        <Problem error={state.error} again={() => setState({ kind: 'asking' })} />
      </Center>
    )
  if (state.kind === 'asking')
    return (
      <Center mih="100vh">
        <Loader aria-label={texts.loading} role="status" />
      </Center>
    )
  if (state.kind === 'out') return <Login onEnter={enter} />
  return (
    <>
      {state.ended && <Login onEnter={enter} again={state.me.name} />}
      <div hidden={state.ended}>
        <MeContext value={state.me}>
          <Shell
            key={state.me.id}
            onLeave={() => {
              answers.forget()
              setState({ kind: 'out' })
            }}
          />
        </MeContext>
      </div>
    </>
  )
}

/** The token leaves the address at once, so that no history keeps it. */
function firstState(): State {
  const token = new URLSearchParams(location.hash.slice(1)).get('invite')
  if (token === null) return { kind: 'asking' }
  history.replaceState(null, '', location.pathname + location.search)
  return { kind: 'invited', token }
}

async function whoIsIn(): Promise<State> {
  try {
    return { kind: 'in', me: await callAdmin<Me>('GET', 'me'), ended: false }
  } catch (error) {
    return isRefused(error, 'LOGIN_REQUIRED') ? { kind: 'out' } : { kind: 'failed', error }
  }
}

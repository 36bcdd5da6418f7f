/** A login from its first screen to the application: which screen comes when. */
import { useMemo, useState } from 'preact/hooks'
import type { LoginOutcome } from '../../src/client/login-outcome.ts'
import { Refused } from '../../src/client/refused.ts'
import type { LoginPageSession } from '../../src/wire/login-page-calls.ts'
import { later } from '../controls/later.tsx'
import { PlainMessage } from '../controls/plain-message.tsx'
import type { Language } from '../shared/language.ts'
import { accountAddress, lostNumberHash } from '../shared/page-addresses.ts'
import type { LoginServer } from './login-server.ts'
import { type Page, PageContext } from './page.ts'
import type { PageQuery } from './page-query.ts'
import { CorpChoice } from './screens/corp-choice.tsx'
import { Known } from './screens/known.tsx'
import { SignIn } from './screens/sign-in.tsx'
import { SignedIn } from './screens/signed-in.tsx'
import type { Texts } from './texts/en.ts'
import { useCaptcha } from './use-captcha.tsx'
import type { View } from './view.ts'

const Register = later(async () => (await import('./screens/register.tsx')).Register)
const Forgot = later(async () => (await import('./screens/forgot.tsx')).Forgot)
const Recover = later(async () => (await import('./screens/recover.tsx')).Recover)
const SecondStep = later(async () => (await import('./screens/second-step.tsx')).SecondStep)

type Props = {
  readonly server: LoginServer
  readonly query: PageQuery
  readonly language: Language
  readonly texts: Texts
  /** Of the cookie. */
  readonly session: LoginPageSession | undefined
}

export function Flow({ server, query, language, texts, session: known }: Props) {
  const { facts } = server
  const { phone, password, mayRegister, mayRecover } = facts
  const title = facts.client.title[language]
  const [view, show] = useState<View>(() => {
    if (mayRecover && location.hash === lostNumberHash) return { at: 'recover', account: '' }
    return known === undefined || query.isAnew
      ? { at: 'sign-in' }
      : {
          at: query.back === undefined && query.account === undefined ? 'signed-in' : 'known',
          session: known,
        }
  })
  const [number, setNumber] = useState({ country: phone?.defaultCountry ?? '', text: '' })
  const [way, setWay] = useState<'phone' | 'password'>(
    phone === null || (password?.default ?? false) ? 'password' : 'phone',
  )
  const captcha = useCaptcha()
  const startAnew = (notice?: string) => show({ at: 'sign-in', notice })

  async function leave(session: LoginPageSession, corpId?: string): Promise<void> {
    if (query.account !== undefined) {
      show({ at: 'leaving' })
      return location.assign(accountAddress(query, query.account))
    }
    if (query.back === undefined) return show({ at: 'signed-in', session })
    if (corpId === undefined && session.corps.length > 1) return show({ at: 'corps', session })
    try {
      const target = await server.authorize(query.back, corpId)
      show({ at: 'leaving' })
      location.assign(target)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      if (error.code === 'LOGIN_REQUIRED') startAnew()
      else if (error.code === 'AGREEMENT_REQUIRED') startAnew(texts.errors.agreeFirst)
      else if (error.code === 'SECOND_FACTOR_REQUIRED') startAnew(texts.errors.factorForApp)
      else show({ at: 'denied', reason: error.message })
    }
  }

  async function proceed(outcome: LoginOutcome): Promise<void> {
    if (outcome.status === 'SUCCESS') return leave(await server.session(outcome.session.sessionToken))
    if (outcome.status === 'ACCESS_DENIED') return show({ at: 'denied', reason: outcome.reason })
    if (outcome.status !== 'CORP_CHOICE') show({ at: 'waiting', login: outcome })
  }

  const page: Page = useMemo(
    () => ({ server, query, language, texts, title, solveCaptcha: captcha.solve, proceed, startAnew }),
    [server, language],
  )

  function screen() {
    switch (view.at) {
      case 'sign-in':
        return (
          <SignIn
            number={number}
            change={setNumber}
            notice={view.notice}
            way={way}
            setWay={setWay}
            register={mayRegister ? () => show({ at: 'register' }) : undefined}
            lost={mayRecover ? (account) => show({ at: 'recover', account }) : undefined}
            forgot={phone === null ? undefined : () => show({ at: 'forgot' })}
          />
        )
      case 'register':
        return <Register number={number} change={setNumber} signIn={() => startAnew()} />
      case 'recover':
        return <Recover account={view.account} back={() => startAnew()} />
      case 'forgot':
        return (
          <Forgot
            number={number}
            change={setNumber}
            back={() => startAnew()}
            done={() => startAnew(texts.passwordSet)}
          />
        )
      case 'waiting':
        return <SecondStep key={view.login.stateToken} login={view.login} back={() => startAnew()} />
      case 'known':
        return <Known session={view.session} leave={leave} other={startAnew} />
      case 'signed-in':
        return <SignedIn session={view.session} signedOut={() => startAnew(texts.signedOut)} />
      case 'corps':
        return <CorpChoice session={view.session} choose={(corpId) => leave(view.session, corpId)} />
      case 'leaving':
        return <PlainMessage title={texts.leaving(title)} text="" />
      case 'denied':
        return (
          <PlainMessage
            title={texts.deniedTitle}
            text={view.reason}
            button={{ label: texts.otherSignIn, press: () => startAnew() }}
          />
        )
    }
  }

  return (
    <PageContext.Provider value={page}>
      {screen()}
      {captcha.dialog()}
    </PageContext.Provider>
  )
}

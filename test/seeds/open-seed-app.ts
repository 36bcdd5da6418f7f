/** Opens an app of the source documents' samples in a folder of its own, with a clock that the test turns. */
import type { TestContext } from 'node:test'
import { decodeJwt } from 'jose'
import type { AppOptions } from '../../src/app/app-options.ts'
import { type App, type AppView, type AuthSvc, openApp } from '../../src/index.ts'
import { type Files, tempFolder } from '../elements/support/temp-folder.ts'
import { turningClock } from '../support/turning-clock.ts'

export type SeedApp = {
  readonly app: App
  /** Turns the clock. */
  pass(seconds: number): void
  /** Logs in with a login code and gives the app as that user sees it. */
  enter(loginCode: string): Promise<AppView>
  /** For tests that close early; else it happens after the test. */
  close(): Promise<void>
}

export async function openSeedApp(
  t: Pick<TestContext, 'after'>,
  files: Files,
  options: Pick<AppOptions, 'captchaSource' | 'data'> = {},
): Promise<SeedApp> {
  const clock = turningClock()
  const app = await openApp(tempFolder(t, files), { data: tempFolder(t), clock, ...options })
  let closing: Promise<void> | undefined
  const close = () => {
    closing ??= app.close()
    return closing
  }
  t.after(close)
  return {
    app,
    close,
    pass: (seconds) => clock.advance(seconds * 1000),
    async enter(loginCode) {
      const auth = app.getElement<AuthSvc>('auths.loginTypes.services.AuthSvc')
      const { userId, idToken } = await auth.loginByCode(loginCode)
      const { sid } = decodeJwt(idToken ?? '')
      return app.as({ userId, sessionId: String(sid) })
    },
  }
}

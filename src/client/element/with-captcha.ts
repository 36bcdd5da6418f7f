import { isOfCaptcha } from './is-of-captcha.ts'
import { solveCaptcha } from './solve-captcha.ts'
import type { Stage } from './stage.ts'

/** Does `act`; with a captcha where one is asked for: a proof of work, and where it does not count what does. */
export async function withCaptcha(
  stage: Stage,
  sender: string,
  act: (token?: string) => Promise<void>,
): Promise<void> {
  try {
    return await act()
  } catch (error) {
    if (!isOfCaptcha(error)) throw error
  }
  const putBack = stage.keep()
  stage.note(stage.texts.checking)
  try {
    await act(await solveCaptcha(stage, sender, 'pow')).catch(async (refused) => {
      if (!isOfCaptcha(refused)) throw refused
      await act(await solveCaptcha(stage, sender))
    })
  } catch (error) {
    putBack()
    throw error
  }
}

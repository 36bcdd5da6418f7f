/** `latchkey password refresh`: `refreshDbPassword` with a progress bar. Stopped, it goes on where it was. */
import { chooseElement } from '../../accounts/choose-element.ts'
import { refreshStoredPasswords } from '../../login/password/refresh-stored-passwords.ts'
import type { FolderOptions } from '../command-options.ts'
import { exitStatus } from '../exit-status.ts'
import { type Accounts, withAccounts } from '../open-accounts.ts'
import { note, print } from '../output.ts'
import { createProgress } from '../progress.ts'
import { stopSignal } from '../stop-signal.ts'

export async function passwordRefresh(options: FolderOptions & { readonly element?: string }): Promise<void> {
  const signal = stopSignal()
  await withAccounts({ ...options, tenant: 'default' }, async (accounts) => {
    const all = accounts.services.passwordLogins()
    const elements = options.element === undefined ? all : [chooseElement(all, options.element, 'element')]
    if (elements.length === 0) note('the app has no password login')
    for (const element of elements) if (!signal.aborted) await refreshOne(accounts, element, signal)
  })
  if (!signal.aborted) return
  note('stopped: the same command goes on from there')
  process.exitCode = exitStatus.stopped
}

async function refreshOne(
  { services, call }: Accounts,
  element: ReturnType<Accounts['services']['passwordLogins']>[number],
  signal: AbortSignal,
): Promise<void> {
  const { fullName } = element
  const progress = await createProgress()
  const onProgress = ({ done, total }: { readonly done: number; readonly total: number }) =>
    progress.update(done, total, `${done} of ${total} passwords of ${fullName}`)
  const count = await refreshStoredPasswords(services, element, { signal, onProgress })
  progress.stop()
  const { total, refreshed, current, unreadable } = count
  const waiting = total - refreshed - current - unreadable
  const told = `${refreshed} refreshed, ${current} current, ${waiting} wait for the next login, ${unreadable} unreadable`
  const event = { action: 'password.refresh', result: 'success', subject: fullName, detail: told }
  await services.database.commit([services.audit.step(event, call)])
  print(`${fullName}: ${total} passwords: ${told}`)
  if (unreadable > 0) process.exitCode = exitStatus.no
}

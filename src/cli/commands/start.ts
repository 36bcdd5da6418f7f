/** `latchkey start`: serves until it is told to stop, then finishes what is in flight. */
import { existsSync } from 'node:fs'
import { loadElements } from '../../app/load-elements.ts'
import { type Served, serveApp } from '../../app/serve-app.ts'
import { createLog } from '../../base/log.ts'
import { loadSettings, SettingFaults, type Settings } from '../../config/load-settings.ts'
import { formatFault } from '../../elements/fault.ts'
import { CommandFault } from '../command-fault.ts'
import type { FolderOptions, ListenOptions } from '../command-options.ts'
import { exitStatus } from '../exit-status.ts'
import { print } from '../output.ts'
import { settingsOf } from '../settings-of.ts'

/** A process that is told to stop is gone after so long, whatever it waits for. */
const stopWithinMs = 10_000

/** Throws `SettingFaults`, `ConfigurationFaults`, `StoreFault` and `ListenFault`. */
export async function start(options: FolderOptions & ListenOptions): Promise<void> {
  const settings = await readSettings(options)
  demandApp(settings.app, options)
  const log = createLog(settings.logLevel)
  const served = await serveApp(settings, { log, print })
  for (const { subject, message } of served.risks) log.warn(`${subject}: ${message}`)
  for (const warning of served.warnings) log.warn(formatFault(warning))
  if (!settings.production) print(welcome(served))
  stopOnSignal(served, log)
}

/** The example that stands for an app that nobody named is in the repository alone. */
function demandApp(app: string, options: FolderOptions): void {
  if (options.app !== undefined || process.env.LATCHKEY_APP || existsSync(app)) return
  throw new CommandFault(
    'no app is named: start --app DIR; `latchkey init DIR` writes one',
    exitStatus.configuration,
  )
}

/** Faults of settings and faults of elements are told together. */
async function readSettings(options: FolderOptions & ListenOptions): Promise<Settings> {
  try {
    return settingsOf(options)
  } catch (error) {
    if (!(error instanceof SettingFaults)) throw error
    const { faults } = await loadElements(
      loadSettings({ LATCHKEY_APP: options.app ?? process.env.LATCHKEY_APP }).app,
    )
    throw new SettingFaults([...error.faults, ...faults.map(formatFault)])
  }
}

function stopOnSignal(served: Served, log: ReturnType<typeof createLog>): void {
  const stop = (signal: string) => {
    log.info({ signal }, 'stopping')
    setTimeout(() => process.exit(1), stopWithinMs).unref()
    served.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ error }, 'could not stop in order')
        process.exit(1)
      },
    )
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
}

function welcome({ url, hasInbox, example }: Served): string {
  const inbox = hasInbox ? [`  development inbox  ${url}/dev/inbox`] : []
  const lines = ['', `Latchkey serves at ${url}`, ...inbox, `  API document       ${url}/docs`, '']
  return [...lines, ...(hasInbox && example !== undefined ? firstSteps(url, example) : []), ''].join('\n')
}

type Example = NonNullable<Served['example']>

function firstSteps(url: string, example: Example): string[] {
  if (!example.asksCaptcha) return curlLines(url, example)
  const { fullName } = example
  return [`${fullName} asks for a captcha before it sends a code: docs/guide/captchas.md`]
}

function curlLines(url: string, { clientId, phone }: Example): string[] {
  const headers = `-H 'Content-Type: application/json' -H 'X-operating-sys-version: curl' -H 'X-device-fingerprint: me' -H 'X-agent: curl' -H 'X-client-id: ${clientId}'`
  const body = (fields: object) => `-d '${JSON.stringify(fields)}'`
  return [
    'Log a number in:',
    `  curl -X POST ${url}/api/v2/sdk/sms/send ${headers} ${body({ mobile: phone, type: 'LOGIN_SMS' })}`,
    `  curl '${url}/dev/inbox?phone=${phone}'`,
    `  curl -X POST ${url}/api/v2/sdk/login/mobile-verify-code ${headers} ${body({ mobile: phone, verify_code: 'THE CODE' })}`,
  ]
}

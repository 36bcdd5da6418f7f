/** `latchkey start`: serves until it is told to stop, then finishes what is in flight. */
import cluster from 'node:cluster'
import { existsSync } from 'node:fs'
import { isatty } from 'node:tty'
import { loadElements } from '../../app/load-elements.ts'
import { type Served, serveApp } from '../../app/serve-app.ts'
import { createLog, type Log } from '../../base/log.ts'
import { Refusal } from '../../base/refusal.ts'
import { loadSettings, SettingFaults, type Settings } from '../../config/load-settings.ts'
import { ConfigurationFaults, formatFault } from '../../elements/fault.ts'
import { CommandFault } from '../command-fault.ts'
import type { StartOptions } from '../command-options.ts'
import { exitStatus } from '../exit-status.ts'
import { print } from '../output.ts'
import { settingsOf } from '../settings-of.ts'
import { leaveGroup, serveAsWorker } from '../workers/serve-as-worker.ts'

/** A process that is told to stop is gone after so long, whatever it waits for. */
const stopWithinMs = 10_000

/** Throws `SettingFaults`, `ConfigurationFaults`, `StoreFault` and `ListenFault`. */
export async function start(options: StartOptions): Promise<void> {
  const settings = await readSettings(options)
  demandApp(settings.app, options)
  const log = createLog(settings.logLevel)
  const isMany = settings.workers > 1
  if (isMany && cluster.isPrimary)
    return (await import('../workers/run-workers.ts')).runWorkers(settings.workers, log)
  const served = await serveApp(settings, { log, print }).catch((error: unknown) => {
    // A worker that cannot start ends as any process does: its line to the process above must not keep it.
    process.channel?.unref()
    throw error
  })
  const warnings = [
    ...served.risks.map(({ subject, message }) => `${subject}: ${message}`),
    ...served.warnings.map(formatFault),
  ]
  await tellFirstAdmin(served, log)
  const text = settings.production ? undefined : welcome(served)
  const stop = stopper(served, log)
  if (isMany) return serveAsWorker({ warnings, welcome: text }, stop)
  // Before it says that it serves: who reads that may stop it at once.
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  // Of a terminal it means that nobody is there any more.
  if (isatty(0)) process.once('SIGHUP', stop)
  else process.on('SIGHUP', () => void reloadElements(served, log))
  for (const warning of warnings) log.warn(warning)
  if (text !== undefined) print(text)
}

async function reloadElements(served: Served, log: Log): Promise<void> {
  try {
    for (const warning of await served.reloadElements()) log.warn(formatFault(warning))
    log.info({}, 'the elements are loaded anew')
  } catch (error) {
    const faults =
      error instanceof ConfigurationFaults ? { faults: error.faults.map(formatFault) } : { err: error }
    log.error(faults, 'the elements cannot be loaded: the old ones are served on')
  }
}

/** In production too (spec 6, L2). Of several processes one makes the link: each new one makes the last one void. */
async function tellFirstAdmin(served: Served, log: Log): Promise<void> {
  if (cluster.isWorker && cluster.worker?.id !== 1) return
  // Logins are served already, and a store that is away now is no reason to stop.
  const link = await served.firstAdminLink().catch((error: unknown) => {
    if (!(error instanceof Refusal) || error.code !== 'STORE_UNAVAILABLE') throw error
    log.warn(
      { err: error },
      'whether there is an administrator cannot be told now: `latchkey admin invite` makes a link',
    )
    return undefined
  })
  if (link === undefined) return
  print(`There is no administrator yet. Within an hour, the first is made at\n  ${link}`)
}

/** The example that stands for an app that nobody named is in the repository alone. */
function demandApp(app: string, options: StartOptions): void {
  if (options.app !== undefined || process.env.LATCHKEY_APP || existsSync(app)) return
  throw new CommandFault(
    'no app is named: start --app DIR; `latchkey init DIR` writes one',
    exitStatus.configuration,
  )
}

/** Faults of settings and faults of elements are told together. */
async function readSettings(options: StartOptions): Promise<Settings> {
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

/** Ends the process in order; more than one call is one. */
function stopper(served: Served, log: Log): (reason: string) => void {
  let stopping = false
  return (reason) => {
    if (stopping) return
    stopping = true
    log.info({ signal: reason }, 'stopping')
    setTimeout(() => process.exit(1), stopWithinMs).unref()
    served
      .close()
      .then(leaveGroup)
      .then(
        () => process.exit(0),
        (error: unknown) => {
          log.error({ error }, 'could not stop in order')
          process.exit(1)
        },
      )
  }
}

function welcome({ url, hasInbox, example }: Served): string {
  const inbox = hasInbox ? [`  development inbox  ${url}/dev/inbox`] : []
  const page = example === undefined ? [] : [`  login page         ${url}/login`]
  const lines = ['', `Latchkey serves at ${url}`, ...page, ...inbox, `  API document       ${url}/docs`, '']
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

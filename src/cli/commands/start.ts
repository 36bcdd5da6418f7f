/** `latchkey start`: serves until it is told to stop, then finishes what is in flight. */
import { createLog } from '../../base/log.ts'
import { loadSettings, type Settings } from '../../config/load-settings.ts'
import { serveApp, type Served } from '../../app/serve-app.ts'
import { formatFault } from '../../elements/fault.ts'

export type StartOptions = {
  readonly app?: string
  readonly data?: string
  readonly host?: string
  readonly port?: string
}

/** Spec of the issue: in flight requests get this long. */
const stopWithinMs = 10_000

export async function start(options: StartOptions): Promise<void> {
  const settings = loadSettings(process.env, {
    LATCHKEY_APP: options.app,
    LATCHKEY_DATA: options.data,
    HOST: options.host,
    PORT: options.port,
  })
  const log = createLog(settings.logLevel)
  const served = await serveApp(settings, { log, print })
  for (const warning of served.warnings) log.warn(formatFault(warning))
  if (!settings.production) print(welcome(settings, served))
  stopOnSignal(served, log)
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

function print(line: string): void {
  process.stdout.write(`${line}\n`)
}

function welcome({ production }: Settings, { url, example }: Served): string {
  const inbox = production || example === undefined ? [] : [`  development inbox  ${url}/dev/inbox`]
  const lines = ['', `Latchkey serves at ${url}`, ...inbox, `  API document       ${url}/docs`, '']
  return [...lines, ...(example === undefined ? [] : curlLines(url, example)), ''].join('\n')
}

function curlLines(url: string, { clientId, phone }: NonNullable<Served['example']>): string[] {
  const headers = `-H 'Content-Type: application/json' -H 'X-operating-sys-version: curl' -H 'X-device-fingerprint: me' -H 'X-agent: curl' -H 'X-client-id: ${clientId}'`
  const body = (fields: object) => `-d '${JSON.stringify(fields)}'`
  return [
    'Log a number in:',
    `  curl -X POST ${url}/api/v2/sdk/sms/send ${headers} ${body({ mobile: phone, type: 'LOGIN_SMS' })}`,
    `  curl '${url}/dev/inbox?phone=${phone}'`,
    `  curl -X POST ${url}/api/v2/sdk/login/mobile-verify-code ${headers} ${body({ mobile: phone, verify_code: 'THE CODE' })}`,
  ]
}

/** The process: how it would run, and whether it runs already. */
import type { Settings } from '../../config/load-settings.ts'
import { type Finding, ok } from './finding.ts'

const answerWithinMs = 2_000

export async function examineProcess(settings: Settings): Promise<Finding[]> {
  const { production, host, port, publicUrl, logLevel, trustedProxies } = settings
  return [
    ok('node', process.version),
    ok('mode', production ? 'production' : 'development'),
    ok('address', `${host}:${port}, called ${publicUrl ?? 'by that'}; log level ${logLevel}`),
    ok('proxies', trustedProxies.length === 0 ? 'none is believed' : trustedProxies.join(', ')),
    await examineServer(settings),
  ]
}

async function examineServer({ host, port, adminPort }: Settings): Promise<Finding> {
  const reached = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  const url = `http://${reached.includes(':') ? `[${reached}]` : reached}:${adminPort ?? port}/readyz`
  try {
    const { status } = await fetch(url, { signal: AbortSignal.timeout(answerWithinMs) })
    return ok('server', `answers at ${url} with ${status}`)
  } catch {
    return ok('server', `does not answer at ${url}`)
  }
}

/** Elements that must not be where the program runs: codes that anyone could read (spec 4, `SMS.Console`). */
import type { Fault } from '../elements/fault.ts'
import type { Registry } from '../elements/registry.ts'

export type Surroundings = { readonly production: boolean; readonly loopback: boolean }

const loopback = /^(127\.\d+\.\d+\.\d+|::1|\[::1\]|localhost)$/

/** Is `host`, an address or the name in a URL, reached from this machine only? */
export function isLoopback(host: string): boolean {
  return loopback.test(host)
}

export function findUnsafe(registry: Registry, { production, loopback }: Surroundings): Fault[] {
  if (!production && loopback) return []
  const reason = production
    ? 'SMS.Console is for development: it may not run in production; configure SMS.Aliyun, SMS.Tencent, SMS.Twilio, SMS.AwsSns or a service of your own (docs/guide/sms-services.md)'
    : 'SMS.Console is for development: it may run only on a server that listens on loopback'
  return registry.elements({ type: 'SMS.Console', tier: 'instance' }).map(({ file }) => ({
    file,
    pointer: '/type',
    message: reason,
  }))
}

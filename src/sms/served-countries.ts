import type { SmsService } from './sms-service.ts'

type Served = {
  readonly settings: unknown
  /** The class of the service. */
  readonly code: object | undefined
}

/** Does the service take messages to this country? The element's own setting goes before what its Type says. */
export function servesCountry({ settings, code }: Served, country: string): boolean {
  const { countries } = settings as { readonly countries?: readonly string[] }
  const served = countries ?? (code as Partial<typeof SmsService> | undefined)?.countries
  return served === undefined || served.includes(country)
}

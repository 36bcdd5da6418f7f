/** What the schema of a vendor's service cannot say: its library, its endpoint, countries, and what logins rely on. */
import { isCountry } from '../base/phone-number.ts'
import type { ElementDefinition } from '../elements/element-type.ts'
import type { ElementLookup, SettingFault } from '../elements/setting-faults.ts'
import { loginsThrough } from './routes-to.ts'
import { servesCountry } from './served-countries.ts'
import type { SmsOptions } from './sms-service.ts'
import { checkEndpoint } from './vendor-endpoint.ts'
import { installLine, isInstalled, type VendorSdk } from './vendor-sdk.ts'

type Checked = {
  readonly sdk: VendorSdk
  /** What has to be set, in the element or in the `smsConfig` of each login that names it. */
  readonly needs: readonly (keyof SmsOptions)[]
  /** `verifyTemplateCode` of a login is the text itself. */
  readonly sendsText: boolean
}

export function checkVendorSettings(
  { sdk, needs, sendsText }: Checked,
  element: ElementDefinition,
  elements: ElementLookup,
): SettingFault[] {
  const { endpoint } = element.settings as { readonly endpoint?: string }
  const missing = isInstalled(sdk)
    ? []
    : [{ pointer: '', message: `${sdk} is not installed: ${installLine(sdk)}` }]
  const unset = needs.flatMap((key) => loginsWithout(key, element, elements))
  const codeless = sendsText ? textsWithoutCode(element, elements) : []
  const silent = sendsText ? [] : checkNotices(element, elements)
  const served = checkServed(element, elements)
  return [...missing, ...checkEndpoint(endpoint), ...served, ...unset, ...codeless, ...silent]
}

/** A number whose loss is asked about but that cannot be told is never replaced. */
function checkNotices(element: ElementDefinition, elements: ElementLookup): SettingFault[] {
  const { recoveryTemplateCode } = element.settings as { readonly recoveryTemplateCode?: string }
  if (recoveryTemplateCode !== undefined) return []
  const logins = new Set<unknown>(loginsThrough(element, elements).map(({ fullName }) => fullName))
  const asking = elements
    .list({ family: 'clients.Meta', tier: 'instance' })
    .find(({ settings }) => isAsking(settings as RecoveringClient, logins))
  if (asking === undefined) return []
  const message = `is not set: numbers whose loss is reported in ${asking.fullName} cannot be told, and are not replaced; set it, or recovery to false there`
  return [{ pointer: '/recoveryTemplateCode', message, warning: true }]
}

type RecoveringClient = { readonly phoneLogin?: string; readonly recovery?: boolean }

function isAsking({ phoneLogin, recovery }: RecoveringClient, logins: ReadonlySet<unknown>): boolean {
  return recovery === true && logins.has(phoneLogin)
}

/** What a route does not serve it tells itself. */
function checkServed(element: ElementDefinition, elements: ElementLookup): SettingFault[] {
  const { countries = [] } = element.settings as { readonly countries?: readonly string[] }
  const unknown = countries.flatMap((country, i) =>
    isCountry(country) ? [] : [{ pointer: `/countries/${i}`, message: `no country: ${country}` }],
  )
  const service = { settings: element.settings, code: elements.classOf(element.fullName) }
  const unserved = loginsThrough(element, elements, true).flatMap(({ fullName, allowedCountries = [] }) =>
    allowedCountries
      .filter((country) => isCountry(country) && !servesCountry(service, country))
      .map((country) => ({ pointer: '/countries', message: `lacks ${country}, which ${fullName} allows` })),
  )
  return [...unknown, ...unserved]
}

/** Logins that rely on a setting of the element which is not there. */
function loginsWithout(
  key: keyof SmsOptions,
  element: ElementDefinition,
  elements: ElementLookup,
): SettingFault[] {
  if ((element.settings as SmsOptions)[key] !== undefined) return []
  return loginsThrough(element, elements)
    .filter(({ smsConfig }) => smsConfig?.[key] === undefined)
    .map(({ fullName }) => ({
      pointer: `/${key}`,
      message: `is set neither here nor in smsConfig of ${fullName}`,
    }))
}

function textsWithoutCode(element: ElementDefinition, elements: ElementLookup): SettingFault[] {
  return loginsThrough(element, elements)
    .filter(({ smsConfig }) => smsConfig?.verifyTemplateCode?.includes('{code}') === false)
    .map(({ fullName }) => ({
      pointer: '',
      message: `verifyTemplateCode of ${fullName} is the text of a message here, and has no {code}`,
    }))
}

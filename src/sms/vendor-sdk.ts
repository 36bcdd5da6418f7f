/** The vendors' own libraries: optional packages, loaded when the first message needs one (spec 4, rule 1). */

/** With the versions of `peerDependencies`; a test compares. */
export const vendorSdks = {
  '@alicloud/dysmsapi20170525': '4.6.0',
  '@aws-sdk/client-sns': '3.1169.0',
  'tencentcloud-sdk-nodejs-sms': '4.1.306',
  twilio: '6.2.0',
} as const

export type VendorSdk = keyof typeof vendorSdks

/** What to type when the package is missing. */
export function installLine(sdk: VendorSdk): string {
  return `npm install ${sdk}@${vendorSdks[sdk]}`
}

export function isInstalled(sdk: VendorSdk): boolean {
  try {
    import.meta.resolve(sdk)
    return true
  } catch {
    return false
  }
}

/** Twilio as it documents itself: basic authentication (RFC 7617) and the Messages resource of 2010-04-01. */
import type { Vendor } from './vendor-server.ts'

export function basicAuthorization(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`
}

export const twilioKey = { accountSid: `AC${'0'.repeat(32)}`, authToken: 'tokenOfTheTests0123456789abcdef0' }

function refuse(status: number, code: number) {
  return {
    status,
    body: JSON.stringify({
      code,
      message: 'no',
      more_info: `https://www.twilio.com/docs/errors/${code}`,
      status,
    }),
  }
}

export function twilioVendor(): Vendor {
  return {
    type: 'application/json',
    check({ method, url, headers }) {
      const { accountSid, authToken } = twilioKey
      if (headers.authorization !== basicAuthorization(accountSid, authToken)) return refuse(401, 20003)
      if (method !== 'POST' || url !== `/2010-04-01/Accounts/${accountSid}/Messages.json`)
        return refuse(404, 20404)
      return headers['content-type'] === 'application/x-www-form-urlencoded' ? undefined : refuse(400, 20001)
    },
  }
}

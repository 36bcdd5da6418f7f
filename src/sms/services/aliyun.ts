/** `SMS.Aliyun`: Alibaba Cloud, the action `SendSms` of 2017-05-25, through the vendor's library. */
import Type, { type Static } from 'typebox'
import type { E164 } from '../../base/phone-number.ts'
import type { ElementDefinition } from '../../elements/element-type.ts'
import type { ElementLookup, SettingFault } from '../../elements/setting-faults.ts'
import { checkVendorSettings } from '../check-vendor-settings.ts'
import { noTemplate, templateOf, templateSettings, templateValues } from '../message-template.ts'
import type { VendorLimit } from '../sms-service.ts'
import {
  acceptedAs,
  type FailureTable,
  isBeforeRequest,
  notSent,
  readRefusal,
  unreadable,
  type VendorAnswer,
} from '../vendor-answer.ts'
import { placeOf } from '../vendor-endpoint.ts'
import { beyondDeadlineMs, type VendorMessage, VendorService, vendorSettings } from '../vendor-service.ts'
import { readAliyunReceipts } from './aliyun-receipts.ts'

const aliyunSettings = Type.Object(
  {
    accessKey: Type.String({ description: 'AccessKey ID of a user who may send messages.' }),
    accessSecret: Type.String({ secret: true, description: 'Its AccessKey secret.' }),
    ...templateSettings,
    ...vendorSettings,
  },
  { additionalProperties: false },
)

/** The prefix `isv` is the vendor's for faults of the caller; `isp`, its own faults, are left out: nobody knows then. */
const failures: FailureTable = {
  isv: 'REJECTED',
  'isv.MOBILE_NUMBER_ILLEGAL': 'INVALID_NUMBER',
  'isv.PHONE_NUMBER_ILLEGAL': 'INVALID_NUMBER',
  'isv.NOT_SUPPORTED_COUNTRY': 'INVALID_NUMBER',
  'isv.BUSINESS_LIMIT_CONTROL': 'RATE_LIMITED',
  'isv.BUSINESS_LIMIT_HOUR': 'RATE_LIMITED',
  'isv.BUSINESS_LIMIT_DAY': 'RATE_LIMITED',
  'isv.DAY_LIMIT_CONTROL': 'RATE_LIMITED',
  'isv.MONTH_LIMIT_CONTROL': 'RATE_LIMITED',
  BUSINESS_LIMIT_CONTROL_MINUTE: 'RATE_LIMITED',
  BUSINESS_LIMIT_CONTROL_PHONE: 'RATE_LIMITED',
  Throttling: 'RATE_LIMITED',
  'isp.RAM_PERMISSION_DENY': 'AUTH_FAILED',
  'isv.RAM_CHECK_FAILED': 'AUTH_FAILED',
  'isv.ACCOUNT_NOT_EXISTS': 'AUTH_FAILED',
  'isv.ACCOUNT_ABNORMAL': 'AUTH_FAILED',
  'isv.PRODUCT_UN_SUBSCRIPT': 'AUTH_FAILED',
  'isv.PRODUCT_UNSUBSCRIBE': 'AUTH_FAILED',
  'isv.DENY_IP_RANGE': 'AUTH_FAILED',
  InvalidAccessKeyId: 'AUTH_FAILED',
  SignatureDoesNotMatch: 'AUTH_FAILED',
  IncompleteSignature: 'AUTH_FAILED',
  InvalidTimeStamp: 'AUTH_FAILED',
  SignatureNonceUsed: 'AUTH_FAILED',
  Forbidden: 'AUTH_FAILED',
  NoPermission: 'AUTH_FAILED',
  'isv.AMOUNT_NOT_ENOUGH': 'INSUFFICIENT_FUNDS',
  'isv.OUT_OF_SERVICE': 'INSUFFICIENT_FUNDS',
  'isv.BILLING_DEDUCTION_ERROR': 'INSUFFICIENT_FUNDS',
  InvalidParameter: 'REJECTED',
  MissingParameter: 'REJECTED',
  ServiceUnavailable: 'UNAVAILABLE',
}

/** A kept connection may end under the next message, and nobody would know whether that one left. */
const oneConnection = {
  connectTimeout: beyondDeadlineMs,
  readTimeout: beyondDeadlineMs,
  extendsParameters: { headers: { connection: 'close' } },
}

/** To one number of mainland China under one signature. */
const mainlandLimits: readonly VendorLimit[] = [
  {
    countries: ['CN'],
    windows: [
      { seconds: 60, max: 1 },
      { seconds: 3600, max: 5 },
      { seconds: 86_400, max: 10 },
    ],
  },
]

const checked = {
  sdk: '@alicloud/dysmsapi20170525',
  needs: ['verifySign', 'verifyTemplateCode'],
  sendsText: false,
} as const

export class AliyunType extends VendorService<Static<typeof aliyunSettings>> {
  static override readonly settings = aliyunSettings
  static override readonly readReceipts = readAliyunReceipts
  static override readonly limits = mainlandLimits

  static override checkSettings(element: ElementDefinition, elements: ElementLookup): SettingFault[] {
    return checkVendorSettings(checked, element, elements)
  }

  protected override async transmit({ phone, params, options }: VendorMessage): Promise<VendorAnswer> {
    const { settings } = this.element
    const templateCode = templateOf(settings, params, options)
    const signName = options.verifySign ?? settings.verifySign
    if (templateCode === undefined || signName === undefined) return noTemplate
    const { default: sdk } = await import('@alicloud/dysmsapi20170525')
    const { secure, host } = placeOf(settings.endpoint, 'dysmsapi.aliyuncs.com')
    const { accessKey: accessKeyId, accessSecret: accessKeySecret } = settings
    const protocol = secure ? 'HTTPS' : 'HTTP'
    // Its types ask for classes of a package below it; plain objects will do.
    const client = new sdk.default({ accessKeyId, accessKeySecret, endpoint: host, protocol } as never)
    const templateParam = JSON.stringify(templateValues(settings, params))
    const request = new sdk.SendSmsRequest({
      phoneNumbers: numberOf(phone),
      signName,
      templateCode,
      templateParam,
    })
    const { statusCode, body } = await client.sendSmsWithOptions(request, oneConnection as never)
    if (statusCode !== 200 || typeof body?.code !== 'string') return unreadable
    return body.code === 'OK' ? acceptedAs(body.bizId) : readRefusal(failures, body.code, body.requestId)
  }

  /** The library takes no agent of ours, so only the code of the error says whether the request can have left. */
  protected override readError(error: unknown): VendorAnswer | undefined {
    const { code, statusCode, data } = error as {
      code?: unknown
      statusCode?: unknown
      data?: { RequestId?: string }
    }
    if (isBeforeRequest(error as Error)) return notSent('UNAVAILABLE')
    if (typeof statusCode !== 'number' || typeof code !== 'string' || code === 'undefined') return undefined
    return readRefusal(failures, code, data?.RequestId)
  }
}

/** In mainland China as it is dialled there, elsewhere with the country code and without +. */
function numberOf(phone: E164): string {
  return phone.replace(/^\+(?:86)?/, '')
}

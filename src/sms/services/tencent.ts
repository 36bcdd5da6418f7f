/** `SMS.Tencent`: Tencent Cloud, the action `SendSms` of 2021-01-11, through the vendor's library. */
import Type, { type Static } from 'typebox'
import type { ElementDefinition } from '../../elements/element-type.ts'
import type { ElementLookup, SettingFault } from '../../elements/setting-faults.ts'
import { checkVendorSettings } from '../check-vendor-settings.ts'
import { noTemplate, templateOf, templateSettings, templateValues } from '../message-template.ts'
import {
  acceptedAs,
  type FailureTable,
  readRefusal,
  readStatus,
  unreadable,
  type VendorAnswer,
} from '../vendor-answer.ts'
import { placeOf } from '../vendor-endpoint.ts'
import type { VendorLine } from '../vendor-line.ts'
import { beyondDeadlineMs, type VendorMessage, VendorService, vendorSettings } from '../vendor-service.ts'
import { readTencentReceipts } from './tencent-receipts.ts'

const tencentSettings = Type.Object(
  {
    secretId: Type.String({ description: 'SecretId of a user who may send messages.' }),
    secretKey: Type.String({ secret: true, description: 'Its SecretKey.' }),
    sdkAppId: Type.String({ description: 'SdkAppId of the SMS application.' }),
    region: Type.String({ description: 'Region of the vendor, such as `ap-guangzhou`.' }),
    ...templateSettings,
    ...vendorSettings,
  },
  { additionalProperties: false },
)

/** `InternalError`, the vendor's own faults, is left out: nobody knows then whether the message left. */
const failures: FailureTable = {
  'InvalidParameterValue.IncorrectPhoneNumber': 'INVALID_NUMBER',
  LimitExceeded: 'RATE_LIMITED',
  RequestLimitExceeded: 'RATE_LIMITED',
  AuthFailure: 'AUTH_FAILED',
  UnauthorizedOperation: 'AUTH_FAILED',
  'InvalidParameterValue.SdkAppIdNotExist': 'AUTH_FAILED',
  'FailedOperation.NotEnterpriseCertification': 'AUTH_FAILED',
  'FailedOperation.InsufficientBalanceInSmsPackage': 'INSUFFICIENT_FUNDS',
  'UnauthorizedOperation.ServiceSuspendDueToArrears': 'INSUFFICIENT_FUNDS',
  FailedOperation: 'REJECTED',
  InvalidParameter: 'REJECTED',
  InvalidParameterValue: 'REJECTED',
  MissingParameter: 'REJECTED',
  UnknownParameter: 'REJECTED',
  UnsupportedOperation: 'REJECTED',
  UnsupportedRegion: 'REJECTED',
}

const checked = {
  sdk: 'tencentcloud-sdk-nodejs-sms',
  needs: ['verifySign', 'verifyTemplateCode'],
  sendsText: false,
} as const

export class TencentType extends VendorService<Static<typeof tencentSettings>> {
  static override readonly settings = tencentSettings
  static override readonly readReceipts = readTencentReceipts

  static override checkSettings(element: ElementDefinition, elements: ElementLookup): SettingFault[] {
    const { endpoint } = element.settings as Static<typeof tencentSettings>
    // The library signs for the service that the first label of the host names.
    const isNamed = endpoint === undefined || /^https?:\/\/sms\./.test(endpoint)
    const named = isNamed ? [] : [{ pointer: '/endpoint', message: 'the host must begin with sms.' }]
    return [...checkVendorSettings(checked, element, elements), ...named]
  }

  protected override async transmit(
    { phone, params, options }: VendorMessage,
    line: VendorLine,
  ): Promise<VendorAnswer> {
    const { settings } = this.element
    const TemplateId = templateOf(settings, params, options)
    const SignName = options.verifySign ?? settings.verifySign
    if (TemplateId === undefined || SignName === undefined) return noTemplate
    const client = await this.createClient(line)
    const request = {
      PhoneNumberSet: [phone],
      SmsSdkAppId: settings.sdkAppId,
      SignName,
      TemplateId,
      TemplateParamSet: Object.values(templateValues(settings, params)),
    }
    const { SendStatusSet, RequestId } = await client.SendSms(request)
    const [status] = SendStatusSet ?? []
    if (typeof status?.Code !== 'string') return unreadable
    return status.Code === 'Ok' ? acceptedAs(status.SerialNo) : readRefusal(failures, status.Code, RequestId)
  }

  private async createClient(line: VendorLine) {
    const { secretId, secretKey, region, endpoint } = this.element.settings
    const { default: sdk } = await import('tencentcloud-sdk-nodejs-sms')
    const { secure, host } = placeOf(endpoint, 'sms.tencentcloudapi.com')
    const httpProfile = {
      endpoint: host,
      protocol: secure ? 'https://' : 'http://',
      reqTimeout: beyondDeadlineMs / 1000,
      agent: line.takeAgent(),
    }
    return new sdk.sms.v20210111.Client({
      credential: { secretId, secretKey },
      region,
      profile: { httpProfile },
    })
  }

  protected override readError(error: unknown): VendorAnswer | undefined {
    const { code, httpCode, requestId } = error as { code?: unknown; httpCode?: number; requestId?: string }
    if (httpCode !== undefined) return readStatus(httpCode)
    return typeof code === 'string' && requestId ? readRefusal(failures, code, requestId) : undefined
  }
}

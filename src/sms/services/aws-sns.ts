/** `SMS.AwsSns`: Amazon SNS, the action `Publish` to a number, through the vendor's library. */
import Type, { type Static } from 'typebox'
import type { ElementDefinition } from '../../elements/element-type.ts'
import type { ElementLookup, SettingFault } from '../../elements/setting-faults.ts'
import { checkVendorSettings } from '../check-vendor-settings.ts'
import { messageText } from '../message-text.ts'
import {
  acceptedAs,
  type FailureTable,
  notSent,
  readRefusal,
  readStatus,
  type VendorAnswer,
} from '../vendor-answer.ts'
import type { VendorLine } from '../vendor-line.ts'
import { beyondDeadlineMs, type VendorMessage, VendorService, vendorSettings } from '../vendor-service.ts'

const awsSnsSettings = Type.Object(
  {
    accessKey: Type.Optional(
      Type.String({
        description: 'Access key id; without it the library looks for credentials of the machine.',
      }),
    ),
    secretKey: Type.Optional(Type.String({ secret: true, description: 'Its secret access key.' })),
    region: Type.String({
      pattern: '^[a-z0-9-]+$',
      destination: true,
      description: 'Region of the vendor, such as `eu-west-1`.',
    }),
    template: Type.Optional(
      Type.String({
        pattern: '\\{code\\}',
        description: 'Text of a code message, with `{code}`, `{minutes}`, `{app}`.',
      }),
    ),
    senderId: Type.Optional(
      Type.String({
        pattern: '^[A-Za-z0-9-]{1,11}$',
        description: "Sender id; a login type's verifySign goes before it.",
      }),
    ),
    ...vendorSettings,
  },
  { additionalProperties: false },
)

/** `InternalError`, the vendor's own fault, is left out: nobody knows then whether the message left. */
const failures: FailureTable = {
  Throttled: 'RATE_LIMITED',
  Throttling: 'RATE_LIMITED',
  RequestLimitExceeded: 'RATE_LIMITED',
  AuthorizationError: 'AUTH_FAILED',
  AccessDenied: 'AUTH_FAILED',
  ExpiredToken: 'AUTH_FAILED',
  IncompleteSignature: 'AUTH_FAILED',
  InvalidClientTokenId: 'AUTH_FAILED',
  InvalidSecurity: 'AUTH_FAILED',
  MissingAuthenticationToken: 'AUTH_FAILED',
  OptInRequired: 'AUTH_FAILED',
  RequestExpired: 'AUTH_FAILED',
  SignatureDoesNotMatch: 'AUTH_FAILED',
  UnrecognizedClientException: 'AUTH_FAILED',
  EndpointDisabled: 'REJECTED',
  InvalidParameter: 'REJECTED',
  InvalidParameterValue: 'REJECTED',
  ParameterValueInvalid: 'REJECTED',
  NotFound: 'REJECTED',
  UserError: 'REJECTED',
  ValidationError: 'REJECTED',
  ServiceUnavailable: 'UNAVAILABLE',
}

const checked = { sdk: '@aws-sdk/client-sns', needs: [], sendsText: true } as const

/** With the codes of the wire: the library renames some. */
type AwsError = {
  readonly name: string
  readonly Error?: { readonly Code?: string; readonly Message?: string }
  readonly $metadata?: { readonly httpStatusCode?: number; readonly requestId?: string }
}

export class AwsSnsType extends VendorService<Static<typeof awsSnsSettings>> {
  static override readonly settings = awsSnsSettings

  static override checkSettings(element: ElementDefinition, elements: ElementLookup): SettingFault[] {
    const { accessKey, secretKey } = element.settings as Static<typeof awsSnsSettings>
    const isPair = (accessKey === undefined) === (secretKey === undefined)
    const pair = isPair ? [] : [{ pointer: '/accessKey', message: 'set accessKey and secretKey, or neither' }]
    return [...checkVendorSettings(checked, element, elements), ...pair]
  }

  protected override async transmit(
    { phone, params, options }: VendorMessage,
    line: VendorLine,
  ): Promise<VendorAnswer> {
    const { template, senderId } = this.element.settings
    const sdk = await import('@aws-sdk/client-sns')
    const sender = options.verifySign ?? senderId
    const text = (value: string) => ({ DataType: 'String', StringValue: value })
    const command = new sdk.PublishCommand({
      PhoneNumber: phone,
      Message: messageText(params, this.services.appTitle(), options.verifyTemplateCode ?? template),
      MessageAttributes: {
        'AWS.SNS.SMS.SMSType': text('Transactional'),
        ...(sender === undefined ? {} : { 'AWS.SNS.SMS.SenderID': text(sender) }),
      },
    })
    const client = this.createClient(sdk, line)
    const { MessageId } = await client.send(command, { abortSignal: line.signal })
    return acceptedAs(MessageId)
  }

  private createClient(sdk: typeof import('@aws-sdk/client-sns'), line: VendorLine) {
    const { accessKey, secretKey, region, endpoint } = this.element.settings
    const agent = line.takeAgent() as never
    const credentials =
      accessKey === undefined || secretKey === undefined
        ? this.services.once(() => new sdk.SNSClient({ region }).config.credentials)
        : { accessKeyId: accessKey, secretAccessKey: secretKey }
    return new sdk.SNSClient({
      region,
      credentials,
      maxAttempts: 1,
      requestHandler: { httpAgent: agent, httpsAgent: agent, requestTimeout: beyondDeadlineMs },
      ...(endpoint === undefined ? {} : { endpoint }),
    })
  }

  protected override readError(error: unknown): VendorAnswer | undefined {
    const { name, Error: told, $metadata } = error as AwsError
    if (name === 'CredentialsProviderError') return notSent('AUTH_FAILED', name)
    const { Code: code, Message: message = '' } = told ?? {}
    const status = $metadata?.httpStatusCode
    if (code === undefined) return status === undefined ? undefined : readStatus(status)
    const isNumber =
      /^(?:InvalidParameter|ParameterValueInvalid)$/.test(code) && /phone\s?number/i.test(message)
    return readRefusal(isNumber ? { [code]: 'INVALID_NUMBER' } : failures, code, $metadata?.requestId)
  }
}

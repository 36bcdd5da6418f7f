/** `latchkey.platform`: the Metas and official Types that every app inherits; nothing in it is active by itself. */
import { AccountServiceType } from '../accounts/account-service.ts'
import { NormalClientType } from '../clients/normal-client-type.ts'
import { NormalCorpType } from '../corps/normal-corp-type.ts'
import type { Platform } from '../elements/element-source.ts'
import { AuthServiceType } from '../login/auth-service.ts'
import { LoginType } from '../login/login-type.ts'
import { PasswordType } from '../login/password/password-type.ts'
import { PhoneType } from '../login/phone/phone-type.ts'
import { AliyunType } from '../sms/services/aliyun.ts'
import { AwsSnsType } from '../sms/services/aws-sns.ts'
import { ConsoleType } from '../sms/services/console.ts'
import { RouteType } from '../sms/services/route.ts'
import { TencentType } from '../sms/services/tencent.ts'
import { TwilioType } from '../sms/services/twilio.ts'
import { SmsService } from '../sms/sms-service.ts'

const loginMeta = 'auths.loginTypes.Meta'
const accountMeta = 'auths.loginTypes.services.AccountMeta'
const accountServiceType = 'auths.loginTypes.services.AccountSvcType'
const authServiceType = 'auths.loginTypes.services.AuthSvcType'

export const platform: Platform = {
  appId: 'latchkey.platform',
  elements: [
    { fullName: loginMeta, title: 'Login types', type: '', class: LoginType },
    { fullName: 'SMS.Meta', title: 'SMS services', type: '', class: SmsService },
    { fullName: 'corps.Meta', title: 'Organisations', type: '', class: NormalCorpType },
    { fullName: 'clients.Meta', title: 'Clients', type: '', class: NormalClientType },
    { fullName: 'auths.loginTypes.services.Meta', title: 'Login services', type: '', class: AuthServiceType },
    { fullName: accountMeta, title: 'Own accounts', type: '', class: AccountServiceType },

    {
      fullName: 'auths.loginTypes.PhoneType',
      title: 'Phone number and SMS code',
      type: loginMeta,
      class: PhoneType,
    },
    {
      fullName: 'auths.loginTypes.PasswordType',
      title: 'Name and password',
      type: loginMeta,
      class: PasswordType,
    },
    { fullName: 'SMS.Aliyun', title: 'Alibaba Cloud SMS', type: 'SMS.Meta', class: AliyunType },
    { fullName: 'SMS.Tencent', title: 'Tencent Cloud SMS', type: 'SMS.Meta', class: TencentType },
    { fullName: 'SMS.Twilio', title: 'Twilio', type: 'SMS.Meta', class: TwilioType },
    { fullName: 'SMS.AwsSns', title: 'Amazon SNS', type: 'SMS.Meta', class: AwsSnsType },
    { fullName: 'SMS.Route', title: 'Route over SMS services', type: 'SMS.Meta', class: RouteType },
    { fullName: 'SMS.Console', title: 'Development inbox', type: 'SMS.Meta', class: ConsoleType },
    { fullName: 'corps.NormalType', title: 'Organisation', type: 'corps.Meta', class: NormalCorpType },
    { fullName: 'clients.NormalType', title: 'Client', type: 'clients.Meta', class: NormalClientType },
    {
      fullName: authServiceType,
      title: 'Sessions',
      type: 'auths.loginTypes.services.Meta',
      class: AuthServiceType,
    },
    { fullName: 'auths.loginTypes.services.AuthSvc', title: 'Sessions', type: authServiceType },
    {
      fullName: accountServiceType,
      title: 'Own accounts',
      type: accountMeta,
      class: AccountServiceType,
    },
    { fullName: 'auths.loginTypes.services.AccountSvc', title: 'Own accounts', type: accountServiceType },
  ],
}

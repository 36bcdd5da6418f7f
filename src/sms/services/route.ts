/** `SMS.Route`: hands each message to the services of its number's country, to the next one where one fails. */
import Type, { type Static } from 'typebox'
import type { E164 } from '../../base/phone-number.ts'
import type { ElementContext, ElementDefinition } from '../../elements/element-type.ts'
import type { ElementLookup, SettingFault } from '../../elements/setting-faults.ts'
import { sendBudget } from '../../limits/send-budget.ts'
import { checkRoute } from '../check-route.ts'
import type { SmsGateway } from '../sms-gateway.ts'
import { type SmsOptions, type SmsParams, type SmsResult, SmsService } from '../sms-service.ts'

const service = Type.String({
  reference: 'SMS.Meta',
  description: 'fullName of an SMS service; another route too.',
})

const routeSettings = Type.Object(
  {
    rules: Type.Array(
      Type.Object(
        {
          countries: Type.Array(Type.String({ pattern: '^[A-Z]{2}$' }), {
            minItems: 1,
            description: 'Countries of numbers that the rule is for, ISO 3166.',
          }),
          service,
        },
        { additionalProperties: false },
      ),
      { default: [], description: 'Every rule that names the country is asked, in this order.' },
    ),
    fallback: Type.Array(service, {
      default: [],
      description: 'Services for every country, asked after the rules, in this order.',
    }),
    budget: sendBudget,
  },
  { additionalProperties: false },
)

type RouteSettings = Static<typeof routeSettings>

export type RouteServices = { readonly sms: SmsGateway }

export class RouteType extends SmsService<RouteSettings> {
  static override readonly settings = routeSettings
  private readonly services: RouteServices

  constructor(context: ElementContext<RouteSettings>, services: RouteServices) {
    super(context)
    this.services = services
  }

  static override checkSettings(element: ElementDefinition, elements: ElementLookup): SettingFault[] {
    return checkRoute(element as ElementDefinition<RouteSettings>, elements)
  }

  static override servicesFor(settings: unknown, country: string): string[] {
    const { rules, fallback } = settings as RouteSettings
    const named = rules.filter(({ countries }) => countries.includes(country)).map((rule) => rule.service)
    return [...named, ...fallback]
  }

  override async sendMessage(
    phoneList: readonly E164[],
    params: SmsParams,
    options: SmsOptions = {},
  ): Promise<SmsResult[]> {
    const { tenantId } = this.call
    const { fullName } = this.element
    const send = (phone: E164) => this.services.sms.send(fullName, { tenantId, phone, params, options })
    return Promise.all(phoneList.map(send))
  }
}

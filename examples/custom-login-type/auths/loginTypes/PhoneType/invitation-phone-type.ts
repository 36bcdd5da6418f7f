/** Replaces the official phone login: whoever is new needs an invitation, and each invitation lets one person in. */
import { createHash, timingSafeEqual } from 'node:crypto'
import {
  defineFunctions,
  type ElementFunctions,
  type PhoneLogin,
  type PhoneNewcomer,
  PhoneType,
  type ProvenNumber,
  param,
  phoneFunctions,
  type RegisteredUser,
  Type,
  text,
} from 'latchkey'

const invitation = text(64, 'The invitation that the new user was sent.')

const functions = defineFunctions({
  ...phoneFunctions,
  register: {
    ...phoneFunctions.register,
    params: [...phoneFunctions.register.params, param('invitation', invitation)],
    summary: 'Makes a user of a new number that comes with an unused invitation.',
  },
})

/** What callers of the element see. */
export type InvitationPhoneLogin = Omit<PhoneLogin, 'register'> &
  Pick<ElementFunctions<typeof functions>, 'register'>

// Whoever holds a number may try as many as they like within the life of one code, hence the length.
const settings = Type.Object(
  {
    ...PhoneType.settings.properties,
    invitations: Type.Array(Type.String({ minLength: 16, maxLength: 64, secret: true }), {
      description: 'Each lets one new user in. Make them at random.',
    }),
  },
  { additionalProperties: false },
)

export class InvitationPhoneType extends PhoneType<Type.Static<typeof settings>> {
  static override readonly settings = settings
  static override readonly functions = functions
  static override readonly refusals = {
    INVITATION_INVALID: { en: 'The invitation is not valid or was used already', zh: '邀请码无效或已被使用' },
  }

  // One object of the class serves one call.
  private invitation = ''

  override async register(
    phone: string,
    code: string,
    nick: string,
    invitation = '',
  ): Promise<RegisteredUser> {
    this.invitation = invitation
    return super.register(phone, code, nick)
  }

  /** Every new user comes through here: also one whom the SDK API would register without being asked to. */
  protected override async admit(proof: ProvenNumber, nick: string | undefined): Promise<PhoneNewcomer> {
    const given = digest(this.invitation.trim())
    const known = this.element.settings.invitations.map(digest)
    if (!known.some((one) => timingSafeEqual(one, given))) throw this.refusal('INVITATION_INVALID')
    const admittedBy = { key: given.toString('hex'), otherwise: () => this.refusal('INVITATION_INVALID') }
    return { ...(await super.admit(proof, nick)), admittedBy }
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

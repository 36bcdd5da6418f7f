/** The port of login types: what every way to log in offers, and what the faces may ask of it. */
import Type, { type TSchema } from 'typebox'
import { refuse } from '../base/refusal.ts'
import { ElementType } from '../elements/element-type.ts'

export const loginCodeResult = Type.Object({
  loginCode: Type.String(),
  corpList: Type.Array(Type.Object({ corpId: Type.String(), corpName: Type.String() })),
  userId: Type.String(),
})

/** What every `getLoginCode` gives (spec 1). */
export type LoginCodeResult = Type.Static<typeof loginCodeResult>

/** What `SUCCESS_RETURN` is (spec 1). */
export const SUCCESS_RETURN = 1

export const successReturn: TSchema = Type.Literal(SUCCESS_RETURN)

type Switches = { readonly isActive: boolean; readonly allowRegister: number | boolean }

/** The base class of login types. */
export abstract class LoginType<Settings extends Switches = Switches> extends ElementType<Settings> {
  static override readonly properties: readonly string[] = [
    'authType',
    'authModelElemName',
    'isActive',
    'allowRegister',
  ]

  /** fullName of the official Type that this element is of. */
  abstract readonly authType: string
  abstract readonly authModelElemName: string

  get isActive(): boolean {
    return this.element.settings.isActive
  }

  get allowRegister(): boolean {
    return Number(this.element.settings.allowRegister) === 1
  }

  /** `LOGIN_TYPE_INACTIVE` unless the element is switched on. */
  protected requireActive(): void {
    if (!this.isActive) throw refuse('LOGIN_TYPE_INACTIVE')
  }
}

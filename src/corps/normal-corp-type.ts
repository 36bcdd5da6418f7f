/** `corps.NormalType`: an organisation that users belong to. */
import Type, { type Static } from 'typebox'
import { ElementType } from '../elements/element-type.ts'

export const corpSettings = Type.Object(
  {
    corpId: Type.String({
      minLength: 1,
      maxLength: 64,
      description: 'What applications know the organisation by.',
    }),
    title: Type.Optional(
      Type.String({ maxLength: 128, description: "Its name; the element's title without one." }),
    ),
    allowJoin: Type.Integer({
      minimum: 0,
      maximum: 1,
      default: 1,
      description: '1: who registers joins at once.',
    }),
  },
  { additionalProperties: false },
)

export type CorpSettings = Static<typeof corpSettings>

export class NormalCorpType extends ElementType<CorpSettings> {
  static override readonly settings = corpSettings
}

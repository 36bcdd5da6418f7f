/** How the login page looks for a client's users. */
import Type, { type Static } from 'typebox'

const strict = { additionalProperties: false }
const colour = (description: string) => Type.Optional(Type.String({ pattern: '^#[0-9a-f]{6}$', description }))

export const pageSetting = Type.Object(
  {
    title: Type.Optional(
      Type.Object(
        {
          en: Type.String({ minLength: 1, maxLength: 64 }),
          zh: Type.String({ minLength: 1, maxLength: 64 }),
        },
        { ...strict, description: "What the application is called; without it the element's title." },
      ),
    ),
    logo: Type.Optional(
      Type.String({
        pattern: '^data:image/(png|jpeg|webp|svg\\+xml);base64,[A-Za-z0-9+/]+={0,2}$',
        maxLength: 65_536,
        description: 'A square picture as a `data:` address; 48 KiB at most.',
      }),
    ),
    colour: colour('Of buttons and links on a light page, `#rrggbb`.'),
    darkColour: colour('The same on a dark page.'),
  },
  { ...strict, default: {}, description: 'How the login page looks.' },
)

export type PageSetting = Static<typeof pageSetting>

export type Picture = { readonly type: string; readonly bytes: Buffer }

/** The logo as a file. */
export function logoOf({ logo }: PageSetting): Picture | undefined {
  const [, type, data] = /^data:([^;]+);base64,(.*)$/.exec(logo ?? '') ?? []
  return type === undefined || data === undefined ? undefined : { type, bytes: Buffer.from(data, 'base64') }
}

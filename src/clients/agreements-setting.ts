/** Texts that a client's users have to agree to, each in a version: another version asks everybody anew. */
import Type, { type Static } from 'typebox'
import type { SettingFault } from '../elements/setting-faults.ts'

const strict = { additionalProperties: false }

const agreementSetting = Type.Object(
  {
    name: Type.String({ pattern: '^[A-Za-z][A-Za-z0-9_-]{0,31}$', description: 'Such as `terms`.' }),
    version: Type.String({ pattern: '^[A-Za-z0-9._-]{1,32}$', description: 'Such as `3` or `2026-11`.' }),
    title: Type.Object(
      {
        en: Type.String({ minLength: 1, maxLength: 128 }),
        zh: Type.String({ minLength: 1, maxLength: 128 }),
      },
      { ...strict, description: 'What it is called.' },
    ),
    url: Type.String({
      pattern: '^(https?://[^\\s/]+|/)\\S*$',
      maxLength: 2048,
      description: 'Where it can be read.',
    }),
  },
  strict,
)

export const agreementsSetting = Type.Array(agreementSetting, {
  maxItems: 8,
  default: [],
  description: 'Texts that have to be agreed to before the first code and before a session.',
})

export type Agreement = Static<typeof agreementSetting>

/** How a call states it: `terms@3`. */
export function agreementKey({ name, version }: Pick<Agreement, 'name' | 'version'>): string {
  return `${name}@${version}`
}

/** One text has one version that counts. */
export function checkAgreements(agreements: readonly Agreement[]): SettingFault[] {
  return agreements.flatMap(({ name }, index) =>
    agreements.findIndex((other) => other.name === name) === index
      ? []
      : [{ pointer: `/agreements/${index}/name`, message: `is listed twice: ${name}` }],
  )
}

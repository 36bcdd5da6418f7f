/** Keys that sign, and keys of programs for the admin API. */
import { Title } from '@mantine/core'
import { For, useMay } from '../me.tsx'
import { Frame } from '../parts/frame.tsx'
import { accessTexts } from '../texts/access.ts'
import { useTexts } from '../use-texts.ts'
import { ProgramKeys } from './program-keys.tsx'
import { SigningKeys } from './signing-keys.tsx'

export function Keys() {
  const texts = useTexts(accessTexts)
  const isOwner = useMay('owner')
  return (
    <Frame title={texts.keys} hint={isOwner ? undefined : texts.forOwners}>
      <section className="part">
        <Title order={2} size="h4">
          {texts.signingKeys}
        </Title>
        <SigningKeys />
      </section>
      <For least="owner">
        <section className="part">
          <Title order={2} size="h4">
            {texts.programKeys}
          </Title>
          <ProgramKeys />
        </section>
      </For>
    </Frame>
  )
}

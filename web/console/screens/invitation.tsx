/** A link of one use: name and password, the authenticator app, the recovery codes. */
import { Anchor, Button, Code, Group, PasswordInput, Text, TextInput } from '@mantine/core'
import { useState } from 'react'
import { callAdmin } from '../admin-server.ts'
import { CopyButton } from '../parts/copy-button.tsx'
import { QrCode } from '../parts/qr-code.tsx'
import { saveFile } from '../parts/save-file.ts'
import type { Fields } from '../parts/use-submit.ts'
import { entranceTexts } from '../texts/entrance.ts'
import { useTexts } from '../use-texts.ts'
import { EntranceCard } from './entrance-card.tsx'
import { EntranceForm } from './entrance-form.tsx'

type Seed = { readonly secret: string; readonly uri: string }

export function Invitation(props: {
  readonly token: string
  readonly onDone: () => void
  readonly onLeave: () => void
}) {
  const [seed, setSeed] = useState<Seed>()
  const [codes, setCodes] = useState<readonly string[]>()
  if (codes !== undefined) return <RecoveryCodes codes={codes} onDone={props.onDone} />
  if (seed !== undefined) return <AppCode token={props.token} seed={seed} onCodes={setCodes} />
  return <NameAndPassword token={props.token} onSeed={setSeed} onLeave={props.onLeave} />
}

function NameAndPassword(props: {
  readonly token: string
  readonly onSeed: (seed: Seed) => void
  readonly onLeave: () => void
}) {
  const texts = useTexts(entranceTexts)
  async function enrol({ name, password }: Fields): Promise<void> {
    props.onSeed(await callAdmin<Seed>('POST', 'invite/enrol', { token: props.token, name, password }))
  }
  const leave = (
    <Anchor component="button" type="button" size="sm" onClick={props.onLeave}>
      {texts.toLogin}
    </Anchor>
  )
  return (
    <EntranceCard title={texts.inviteTitle} over={texts.step(1)} hint={texts.inviteHint}>
      <EntranceForm act={enrol} button={texts.next} after={leave}>
        <TextInput
          label={texts.name}
          name="name"
          autoComplete="username"
          required
          withAsterisk={false}
          maxLength={64}
          autoFocus
        />
        <PasswordInput
          label={texts.password}
          description={texts.passwordHint}
          name="password"
          autoComplete="new-password"
          required
          withAsterisk={false}
          maxLength={128}
        />
      </EntranceForm>
    </EntranceCard>
  )
}

function AppCode(props: {
  readonly token: string
  readonly seed: Seed
  readonly onCodes: (codes: readonly string[]) => void
}) {
  const texts = useTexts(entranceTexts)
  async function confirm({ code = '' }: Fields): Promise<void> {
    const made = await callAdmin<{ recoveryCodes: readonly string[] }>('POST', 'invite/confirm', {
      token: props.token,
      code: code.replace(/\s/g, ''),
    })
    props.onCodes(made.recoveryCodes)
  }
  return (
    <EntranceCard title={texts.appTitle} over={texts.step(2)} hint={texts.appHint}>
      <QrCode text={props.seed.uri} label={texts.picture} />
      <div>
        <Text size="sm" c="dimmed">
          {texts.key}
        </Text>
        <Code className="long-code">{props.seed.secret.replace(/(.{4})(?=.)/g, '$1 ')}</Code>
      </div>
      <EntranceForm act={confirm} button={texts.confirm}>
        <TextInput
          label={texts.appCode}
          name="code"
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          withAsterisk={false}
          maxLength={12}
          autoFocus
        />
      </EntranceForm>
    </EntranceCard>
  )
}

function RecoveryCodes({
  codes,
  onDone,
}: {
  readonly codes: readonly string[]
  readonly onDone: () => void
}) {
  const texts = useTexts(entranceTexts)
  return (
    <EntranceCard title={texts.recoveryTitle} over={texts.step(3)} hint={texts.recoveryHint}>
      <ul className="recovery-codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <Group grow gap="xs">
        <CopyButton text={codes.join('\n')} />
        <Button
          variant="default"
          onClick={() => saveFile('recovery-codes.txt', [`${codes.join('\n')}\n`], 'text/plain')}
        >
          {texts.download}
        </Button>
      </Group>
      <Button onClick={onDone} fullWidth>
        {texts.kept}
      </Button>
    </EntranceCard>
  )
}

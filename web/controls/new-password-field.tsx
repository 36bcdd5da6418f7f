/** A password to be: what it must hold, and how hard it is to guess. */
import { useEffect, useState } from 'preact/hooks'
import type { PasswordPolicy } from '../../src/wire/login-status.ts'
import { useFrame } from './frame.ts'
import { Icon } from './icon.tsx'
import { PasswordField } from './password-field.tsx'
import type { Problem } from './problem.ts'

export type Limit = Omit<PasswordPolicy, 'expireDays' | 'warnDays' | 'expiresAt'>

type Props = {
  readonly limit: Limit
  readonly value: string
  readonly change: (value: string) => void
  readonly problem: Problem | undefined
  /** What others know of the user. */
  readonly own?: readonly string[]
}

const required = {
  requireUppercase: /\p{Lu}/u,
  requireLowercase: /\p{Ll}/u,
  requireNumber: /\p{Nd}/u,
  requireSpecialChar: /[\p{P}\p{S}\p{Zs}]/u,
} as const

type Required = keyof typeof required

function rulesOf(limit: Limit, text: string) {
  const { length } = Array.from(text)
  const asked = (Object.keys(required) as Required[]).filter((name) => limit[name])
  return [
    { name: 'length', isMet: length >= limit.minLength && length <= limit.maxLength },
    ...asked.map((name) => ({ name, isMet: required[name].test(text) })),
  ] as const
}

/** Does the password hold what is asked of it? */
export function meetsLimit(password: string, limit: Limit): boolean {
  return rulesOf(limit, password.normalize('NFKC')).every(({ isMet }) => isMet)
}

export function NewPasswordField({ limit, value, change, problem, own = [] }: Props) {
  const { texts } = useFrame()
  const text = value.normalize('NFKC')
  const rules = rulesOf(limit, text).map(({ name, isMet }) => ({
    label: name === 'length' ? texts.limits.length(limit) : texts.limits[name],
    isMet,
  }))
  return (
    <div class="new-password">
      <PasswordField
        label={texts.newPassword}
        name="newPassword"
        value={value}
        change={change}
        problem={problem}
        autocomplete="new-password"
      />
      <ul class="rules">
        {rules.map(({ label, isMet }) => (
          <li key={label} data-met={isMet}>
            <Icon name={isMet ? 'check' : 'dot'} class="small" />
            {label}
            <span class="unseen">: {isMet ? texts.met : texts.unmet}</span>
          </li>
        ))}
      </ul>
      {value !== '' && <Strength password={text} own={own} />}
    </div>
  )
}

type Estimate = typeof import('./password-strength.ts').passwordStrength

function Strength({ password, own }: { readonly password: string; readonly own: readonly string[] }) {
  const { texts } = useFrame()
  const [estimate, set] = useState<Estimate>()
  useEffect(() => {
    // Without it the server's limits count all the same.
    import('./password-strength.ts').then(
      ({ passwordStrength }) => set(() => passwordStrength),
      () => undefined,
    )
  }, [])
  if (estimate === undefined) return null
  const score = estimate(password, own)
  return (
    <div class="strength" data-score={score}>
      <div class="bars" aria-hidden="true">
        {[0, 1, 2, 3].map((i) => (
          <i key={i} class="bar" data-full={i < Math.max(1, score)} />
        ))}
      </div>
      <p role="status" class="strength-text">
        <span class="unseen">{texts.strengthLabel}: </span>
        {texts.strength[score]}
      </p>
    </div>
  )
}

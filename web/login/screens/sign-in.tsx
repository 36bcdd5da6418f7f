/** The first screen: by phone or by password, as the client's elements allow. */
import { useId, useRef, useState } from 'preact/hooks'
import type { TypedNumber } from '../../controls/phone-format.ts'
import type { SentNumber } from '../../controls/read-number.ts'
import { Screen } from '../../controls/screen.tsx'
import { usePage } from '../page.ts'
import { useAct } from '../use-act.ts'
import { useMessage } from '../use-message.ts'
import { NumberStep } from './number-step.tsx'
import { PasswordLogin } from './password-login.tsx'
import { PhoneLogin } from './phone-login.tsx'

type Way = 'phone' | 'password'

type Props = {
  readonly number: TypedNumber
  readonly change: (number: TypedNumber) => void
  readonly notice: string | undefined
  readonly way: Way
  readonly setWay: (way: Way) => void
  readonly register: (() => void) | undefined
  readonly forgot: (() => void) | undefined
  /** To the request for another number, with what was typed as the old one. */
  readonly lost: ((account: string) => void) | undefined
}

export function SignIn({ number, change, notice, way, setWay, register, forgot, lost }: Props) {
  const { texts, server, title, query } = usePage()
  const { phone, password } = server.facts
  const act = useAct()
  const message = useMessage('LOGIN_SMS')
  const [sent, setSent] = useState<SentNumber>()

  if (sent !== undefined)
    return (
      <PhoneLogin
        number={sent}
        message={message}
        back={() => setSent(undefined)}
        register={register}
        lost={lost && (() => lost(sent.mobile))}
      />
    )
  const hasBoth = phone !== null && password !== null
  return (
    <Screen title={texts.signIn} hint={query.back === undefined ? title : texts.toContinue(title)}>
      {notice !== undefined && (
        <p class="notice box-notice" role="status">
          {notice}
        </p>
      )}
      {hasBoth && <Tabs way={way} setWay={setWay} />}
      <div
        {...(hasBoth ? { role: 'tabpanel', 'aria-label': texts[way], class: 'panel' } : { class: 'panel' })}
      >
        {way === 'phone' ? (
          <NumberStep act={act} message={message} number={number} change={change} sent={setSent}>
            {lost !== undefined && (
              <p class="beside">
                <button type="button" class="link" onClick={() => lost(number.text)}>
                  {texts.lostNumber}
                </button>
              </p>
            )}
          </NumberStep>
        ) : (
          <PasswordLogin forgot={forgot} />
        )}
      </div>
      {register !== undefined && (
        <p class="after">
          {texts.noAccount}{' '}
          <button type="button" class="link" onClick={register}>
            {texts.create}
          </button>
        </p>
      )}
    </Screen>
  )
}

const ways = ['phone', 'password'] as const

function Tabs({ way, setWay }: Pick<Props, 'way' | 'setWay'>) {
  const { texts } = usePage()
  const id = useId()
  const place = useRef<HTMLDivElement>(null)
  return (
    <div role="tablist" class="tabs" aria-label={texts.signIn} ref={place}>
      {ways.map((each) => (
        <button
          key={each}
          id={`${id}-${each}`}
          type="button"
          role="tab"
          aria-selected={each === way}
          tabIndex={each === way ? 0 : -1}
          onClick={() => setWay(each)}
          onKeyDown={({ key }) => {
            if (key !== 'ArrowLeft' && key !== 'ArrowRight') return
            const other = each === 'phone' ? 'password' : 'phone'
            setWay(other)
            place.current?.querySelector<HTMLElement>(`[id$="-${other}"]`)?.focus()
          }}
        >
          {texts[each]}
        </button>
      ))}
    </div>
  )
}

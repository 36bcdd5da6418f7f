/** A phone number: its country, and the digits in the groups that they are written in there. */
import { useEffect, useId, useLayoutEffect, useRef } from 'preact/hooks'
import { CountryPicker } from './country-picker.tsx'
import { useFrame } from './frame.ts'
import type { TypedNumber } from './phone-format.ts'
import type { Problem } from './problem.ts'
import { ProblemText } from './problem-text.tsx'

export const loadPhoneFormat = () => import('./phone-format.ts')

type Format = Awaited<ReturnType<typeof loadPhoneFormat>>

type Props = {
  readonly number: TypedNumber
  readonly change: (number: TypedNumber) => void
  readonly problem: Problem | undefined
}

export function NumberField({ number, change, problem }: Props) {
  const { texts, callingCodes } = useFrame()
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const format = useRef<Format | undefined>(undefined)
  const digitsBeforeCaret = useRef<number | undefined>(undefined)
  const latest = useRef(number)
  latest.current = number
  const own = problem?.field === 'phone' ? problem : undefined

  const set = (text: string, country: string) => {
    const typed = format.current?.formatTyped(text, country) ?? { text, country }
    // Of a country that is not served the number stays as it is, so that its owner sees what is meant.
    const isServed = typed.country in callingCodes
    change(isServed ? typed : { text, country })
  }
  useEffect(() => {
    loadPhoneFormat().then((loaded) => {
      format.current = loaded
      const { text, country } = latest.current
      if (text !== '') set(text, country)
    })
  }, [])

  useLayoutEffect(() => {
    const wanted = digitsBeforeCaret.current
    digitsBeforeCaret.current = undefined
    if (wanted === undefined || input.current === null) return
    const caret = placeAfterDigits(number.text, wanted)
    if (document.activeElement === input.current) input.current.setSelectionRange(caret, caret)
  })

  return (
    <div class="field">
      <label for={id}>{texts.phoneNumber}</label>
      <div class="box number">
        <CountryPicker country={number.country} pick={(country) => set(number.text, country)} />
        <input
          ref={input}
          id={id}
          name="phone"
          type="tel"
          inputMode="tel"
          autocomplete="tel"
          dir="ltr"
          value={number.text}
          aria-invalid={own !== undefined}
          aria-describedby={`${id}-problem`}
          onInput={({ currentTarget }) => {
            const { value, selectionStart } = currentTarget
            const caret = selectionStart ?? value.length
            if (caret < value.length) digitsBeforeCaret.current = countDigits(value.slice(0, caret))
            set(value, number.country)
          }}
        />
      </div>
      <ProblemText problem={own} id={`${id}-problem`} />
    </div>
  )
}

function countDigits(text: string): number {
  return text.replace(/\D/g, '').length
}

function placeAfterDigits(text: string, digits: number): number {
  let place = 0
  for (let seen = 0; seen < digits && place < text.length; place += 1)
    if (/\d/.test(text[place] ?? '')) seen += 1
  return place
}

/** Which country a number is of: a button that opens a list with a search (ARIA combobox). */
import { useEffect, useId, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { countryName, findCountries, flagOf, listCountries } from '../shared/countries.ts'
import { useFrame } from './frame.ts'
import { Icon } from './icon.tsx'

type Props = { readonly country: string; readonly pick: (country: string) => void }

export function CountryPicker({ country, pick }: Props) {
  const { callingCodes, texts, language } = useFrame()
  const [isOpen, open] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const callingCode = callingCodes[country] ?? ''
  const [name, setName] = useState(country)
  // Behind the first picture of the page, which does not show it.
  useEffect(() => setName(countryName(country, language)), [country, language])
  const label = (
    <>
      <span class="flag" aria-hidden="true">
        {flagOf(country)}
      </span>
      <bdi>+{callingCode}</bdi>
    </>
  )
  if (Object.keys(callingCodes).length < 2) return <span class="prefix">{label}</span>
  const close = () => {
    open(false)
    button.current?.focus()
  }
  return (
    <>
      <button
        ref={button}
        type="button"
        class="prefix"
        aria-haspopup="listbox"
        aria-expanded={isOpen}
        aria-label={`${texts.country}: ${name} +${callingCode}`}
        onClick={() => open(!isOpen)}
      >
        {label}
        <Icon name="down" class="small" />
      </button>
      {isOpen && (
        <CountryList
          country={country}
          close={close}
          leave={() => open(false)}
          pick={(wanted) => {
            pick(wanted)
            close()
          }}
        />
      )}
    </>
  )
}

type ListProps = {
  readonly country: string
  readonly pick: (country: string) => void
  readonly close: () => void
  readonly leave: () => void
}

function CountryList({ country, pick, close, leave }: ListProps) {
  const { callingCodes, texts, language } = useFrame()
  const all = useMemo(() => listCountries(callingCodes, language), [callingCodes, language])
  const id = useId()
  const place = useRef<HTMLDivElement>(null)
  const search = useRef<HTMLInputElement>(null)
  const [wish, setWish] = useState('')
  const found = findCountries(all, wish)
  const [at, setAt] = useState(() =>
    Math.max(
      0,
      all.findIndex((each) => each.country === country),
    ),
  )
  const active = found[Math.min(at, found.length - 1)]

  useLayoutEffect(() => {
    search.current?.focus()
    const outside = ({ target }: Event) => {
      if (target instanceof Node && !place.current?.contains(target)) leave()
    }
    document.addEventListener('pointerdown', outside)
    return () => document.removeEventListener('pointerdown', outside)
  }, [])
  useEffect(() => {
    place.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' })
  }, [active])

  function onKeyDown(event: KeyboardEvent): void {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 6, PageUp: -6 }
    const step = steps[event.key]
    if (step !== undefined) setAt(Math.max(0, Math.min(found.length - 1, at + step)))
    else if (event.key === 'Enter' && active !== undefined) pick(active.country)
    else if (event.key === 'Escape') close()
    else if (event.key === 'Tab') leave()
    else return
    if (event.key !== 'Tab') event.preventDefault()
  }

  return (
    <div class="countries" ref={place}>
      <div class="search">
        <Icon name="search" />
        <input
          ref={search}
          type="text"
          role="combobox"
          aria-expanded="true"
          aria-controls={id}
          aria-autocomplete="list"
          aria-activedescendant={active && `${id}-${active.country}`}
          aria-label={texts.findCountry}
          placeholder={texts.findCountry}
          autocomplete="off"
          spellcheck={false}
          value={wish}
          onKeyDown={onKeyDown}
          onInput={({ currentTarget }) => {
            setWish(currentTarget.value)
            setAt(0)
          }}
        />
      </div>
      {found.length === 0 && (
        <p class="none" role="status">
          {texts.noCountry}
        </p>
      )}
      <div class="options" role="listbox" id={id} aria-label={texts.country} hidden={found.length === 0}>
        {found.map((each) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are those of the search above
          <div
            key={each.country}
            role="option"
            tabIndex={-1}
            id={`${id}-${each.country}`}
            aria-selected={each === active}
            data-chosen={each.country === country}
            onClick={() => pick(each.country)}
          >
            <span class="flag" aria-hidden="true">
              {each.flag}
            </span>
            <span class="name">{each.name}</span>
            <bdi>+{each.callingCode}</bdi>
          </div>
        ))}
      </div>
    </div>
  )
}

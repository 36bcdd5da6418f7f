/** A picture with a gap and the piece that belongs there: moved by mouse, finger or arrow keys. */
import { useEffect, useId, useRef, useState } from 'preact/hooks'
import type { Captcha } from '../../../src/client/captchas.ts'
import { usePage } from '../page.ts'

type Props = {
  readonly captcha: Extract<Captcha, { kind: 'slider' }> | undefined
  readonly isBusy: boolean
  readonly check: (answer: { readonly x: number }) => void
}

const pictureWidth = 310
const pieceWidth = 47

export function SliderCaptcha({ captcha, isBusy, check }: Props) {
  const { texts } = usePage()
  const id = useId()
  const [x, move] = useState(0)
  const place = useRef<HTMLDivElement>(null)
  const slider = useRef<HTMLInputElement>(null)
  const isLoaded = captcha !== undefined

  useEffect(() => {
    if (isLoaded) slider.current?.focus()
  }, [isLoaded])
  useEffect(() => {
    place.current?.style.setProperty('--at', String(x / pictureWidth))
  }, [x])

  return (
    <form
      class="slider"
      onSubmit={(event) => {
        event.preventDefault()
        check({ x })
      }}
    >
      <p class="lead" id={`${id}-hint`}>
        {texts.sliderHint}
      </p>
      <div class="picture" ref={place} dir="ltr" data-waiting={!isLoaded}>
        {isLoaded && (
          <>
            <img src={captcha.background} alt="" draggable={false} />
            <img class="piece" src={captcha.piece} alt="" draggable={false} />
          </>
        )}
      </div>
      <input
        ref={slider}
        type="range"
        dir="ltr"
        min="0"
        max={pictureWidth - pieceWidth}
        step="1"
        value={x}
        disabled={!isLoaded}
        aria-label={texts.sliderLabel}
        aria-describedby={`${id}-hint`}
        aria-valuetext={texts.sliderAt(x)}
        onInput={({ currentTarget }) => move(Number(currentTarget.value))}
        // Whoever drags is done when letting go; keys go on until Enter.
        onPointerUp={({ currentTarget }) =>
          Number(currentTarget.value) > 0 && check({ x: Number(currentTarget.value) })
        }
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          event.preventDefault()
          check({ x })
        }}
      />
      <button type="submit" class="main" aria-disabled={isBusy} data-busy={isBusy}>
        <span>{texts.check}</span>
      </button>
    </form>
  )
}

/** A part of the page that is loaded when it is needed. */
import type { ComponentType } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { useFrame } from './frame.ts'

/** `isSilent`: nothing is shown until it is there. */
export function later<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  { isSilent = false } = {},
): ComponentType<Props> {
  let loaded: ComponentType<Props> | undefined
  return function Later(props: Props) {
    const { texts } = useFrame()
    const [part, set] = useState(() => loaded)
    const [isLost, lose] = useState(false)
    const start = () => {
      lose(false)
      load().then(
        (found) => {
          loaded = found
          set(() => found)
        },
        () => lose(true),
      )
    }
    useEffect(() => {
      if (part === undefined) start()
    }, [])
    const Part = part
    if (Part !== undefined) return <Part {...props} />
    if (!isLost && isSilent) return null
    if (!isLost)
      return (
        <p class="working" role="status">
          <span class="spinner" />
          {texts.loading}
        </p>
      )
    return (
      <div role="alert">
        <p class="lead">{texts.noAnswer}</p>
        <button type="button" class="second" onClick={start}>
          {texts.tryAgain}
        </button>
      </div>
    )
  }
}

/** What every control is given by the page around it. */
import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { Language } from '../shared/language.ts'
import type { ControlTexts } from './texts/en.ts'

export type Frame = {
  readonly language: Language
  readonly texts: ControlTexts
  /** Of the countries whose numbers are served, without `+`: `{ "CN": "86" }`. */
  readonly callingCodes: Readonly<Record<string, string>>
}

export const FrameContext = createContext<Frame | undefined>(undefined)

export function useFrame(): Frame {
  const frame = useContext(FrameContext)
  if (frame === undefined) throw new Error('used outside of the page')
  return frame
}

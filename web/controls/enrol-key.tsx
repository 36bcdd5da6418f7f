/** The seed of an authenticator app: to scan, to open, or to type. */
import { useEffect, useRef } from 'preact/hooks'
import { useFrame } from './frame.ts'

export function EnrolKey({ secret, uri }: { readonly secret: string; readonly uri: string }) {
  const { texts } = useFrame()
  return (
    <div class="enrol">
      <Picture uri={uri} />
      <div>
        <p>{texts.enrolKey}</p>
        <code dir="ltr">{secret.replace(/(.{4})(?=.)/g, '$1 ')}</code>
        <a href={uri}>{texts.enrolOpen}</a>
      </div>
    </div>
  )
}

/** Dark on light in every scheme: not every app reads the other way round. */
function Picture({ uri }: { readonly uri: string }) {
  const { texts } = useFrame()
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    import('lean-qr').then(({ generate }) => {
      if (canvas.current !== null)
        generate(uri).toCanvas(canvas.current, { on: [0, 0, 0], off: [255, 255, 255] })
    })
  }, [uri])
  return <canvas ref={canvas} class="qr" role="img" aria-label={texts.enrolPicture} />
}

import { Frame } from '../parts/frame.tsx'
import { Link } from '../parts/link.tsx'
import { hrefOf } from '../place.ts'
import { shellTexts } from '../texts/shell.ts'
import { useTexts } from '../use-texts.ts'

export function NotHere() {
  const texts = useTexts(shellTexts)
  return (
    <Frame title={texts.notHere} hint={texts.notHereHint}>
      <p>
        <Link href={hrefOf([])}>{texts.toToday}</Link>
      </p>
    </Frame>
  )
}

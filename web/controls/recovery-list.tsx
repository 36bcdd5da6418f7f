/** Recovery codes, shown once: to copy, or to keep as a file. */
import { useState } from 'preact/hooks'
import { useFrame } from './frame.ts'
import { saveFile } from './save-file.ts'

export function RecoveryList({ codes }: { readonly codes: readonly string[] }) {
  return (
    <ul class="recovery" dir="ltr">
      {codes.map((code) => (
        <li key={code}>
          <code>{code}</code>
        </li>
      ))}
    </ul>
  )
}

/** `title`: what the codes open, in the first line of the file. */
export function KeepCodes({ codes, title }: { readonly codes: readonly string[]; readonly title: string }) {
  const { texts } = useFrame()
  const [isCopied, setCopied] = useState(false)
  const save = () =>
    saveFile('recovery-codes.txt', 'text/plain', [texts.recoveryFile(title), ...codes, ''].join('\n'))
  return (
    <div class="pair">
      <button
        type="button"
        class="second"
        onClick={() =>
          navigator.clipboard.writeText(codes.join('\n')).then(
            () => setCopied(true),
            () => setCopied(false),
          )
        }
      >
        {isCopied ? texts.copied : texts.copy}
      </button>
      <button type="button" class="second" onClick={save}>
        {texts.download}
      </button>
    </div>
  )
}

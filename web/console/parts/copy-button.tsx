/** Puts a text where it can be pasted from, and says so. */
import { Button } from '@mantine/core'
import { useState } from 'react'
import { partTexts } from '../texts/parts.ts'
import { useTexts } from '../use-texts.ts'

export function CopyButton({ text }: { readonly text: string }) {
  const texts = useTexts(partTexts)
  const [copied, setCopied] = useState(false)
  return (
    <Button
      variant="default"
      onClick={() =>
        navigator.clipboard.writeText(text).then(
          () => setCopied(true),
          () => setCopied(false),
        )
      }
    >
      <span aria-live="polite">{copied ? texts.copied : texts.copy}</span>
    </Button>
  )
}

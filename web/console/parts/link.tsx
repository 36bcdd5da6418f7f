/** A link within the console: it changes the screen without loading the page anew. */
import type { AnchorHTMLAttributes } from 'react'
import { goTo } from '../place.ts'

type Props = AnchorHTMLAttributes<HTMLAnchorElement> & { readonly href: string }

export function Link({ href, onClick, ...rest }: Props) {
  return (
    <a
      {...rest}
      href={href}
      onClick={(event) => {
        onClick?.(event)
        const isPlain = !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey)
        if (event.defaultPrevented || event.button !== 0 || !isPlain) return
        event.preventDefault()
        goTo(href)
      }}
    />
  )
}

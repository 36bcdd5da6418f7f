/** What is around every screen: the parts of the console, the tenant, who is in. */
import { Badge, Button, Group, Text } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import { useEffect, useRef, useState } from 'react'
import { callAdmin } from '../admin-server.ts'
import { useMe } from '../me.tsx'
import { Boundary } from '../parts/boundary.tsx'
import { Link } from '../parts/link.tsx'
import { hrefOf, usePlace } from '../place.ts'
import { shellTexts } from '../texts/shell.ts'
import { useTexts } from '../use-texts.ts'
import { Controls } from './controls.tsx'
import { ScreenOf } from './screen-of.tsx'
import { TenantChoice } from './tenant-choice.tsx'

const places = [
  'today',
  'users',
  'recoveries',
  'elements',
  'messages',
  'audit',
  'webhooks',
  'keys',
  'tenants',
  'administrators',
] as const

export function Shell({ onLeave }: { readonly onLeave: () => void }) {
  const texts = useTexts(shellTexts)
  const me = useMe()
  const { path } = usePlace()
  const here = path[0] ?? 'today'
  const [isOpen, setOpen] = useState(false)
  const nav = useRef<HTMLElement>(null)
  // On a telephone the parts stand in a row that is wider than the window.
  useEffect(() => {
    const link = nav.current?.querySelector<HTMLElement>(`[data-place="${CSS.escape(here)}"]`)
    if (nav.current === null || !link) return
    nav.current.scrollLeft = link.offsetLeft - (nav.current.clientWidth - link.offsetWidth) / 2
  }, [here])
  useHotkeys([
    [
      '/',
      () => document.querySelector<HTMLInputElement>('input[type="search"]')?.focus(),
      { preventDefault: true },
    ],
  ])
  const leave = async () => {
    await callAdmin('POST', 'logout').catch(() => undefined)
    onLeave()
  }
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {texts.skip}
      </a>
      <header className="shell-top">
        <Text fw={650} className="shell-title" title={me.title}>
          {me.title} <span className="shell-kind">{texts.console}</span>
        </Text>
        <Button
          size="xs"
          variant="default"
          className="shell-more"
          aria-expanded={isOpen}
          aria-controls="tools"
          onClick={() => setOpen(!isOpen)}
        >
          {texts.more}
        </Button>
        <Group gap="sm" className="shell-tools" id="tools" data-open={isOpen}>
          <TenantChoice />
          <Controls />
          <Group gap={6} wrap="nowrap">
            <Text size="sm" truncate maw={160}>
              {me.name}
            </Text>
            <Badge color="gray">{texts.roles[me.role]}</Badge>
          </Group>
          <Button size="xs" variant="default" onClick={leave}>
            {texts.leave}
          </Button>
        </Group>
      </header>
      <nav ref={nav} className="shell-places" aria-label={texts.places}>
        <ul>
          {places.map((place) => (
            <li key={place} data-place={place}>
              <Link
                href={hrefOf(place === 'today' ? [] : [place])}
                {...(here === place ? { 'aria-current': 'page' as const } : {})}
              >
                {texts[place]}
              </Link>
            </li>
          ))}
        </ul>
      </nav>
      <main id="content" tabIndex={-1} className="shell-content">
        <Boundary key={path.join('/')}>
          <ScreenOf path={path} />
        </Boundary>
      </main>
      <section id="dialogs" />
    </div>
  )
}

/** A change: asked once, with what it does, and told of when it is done. */
import { Button, type ButtonProps, Group, Modal, Stack, Text } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { type ReactNode, useState } from 'react'
import { answers } from '../answers-cache.ts'
import { partTexts } from '../texts/parts.ts'
import { useTexts } from '../use-texts.ts'
import { Problem } from './problem.tsx'
import { type Fields, useSubmit } from './use-submit.ts'

export type Confirmed = {
  /** On the button that opens, and on the one that does it. */
  readonly label: string
  /** What it will do, to whom. */
  readonly question: string
  /** What it did. */
  readonly done: string
  /** May answer with a text that says it better than `done`. */
  readonly act: (fields: Fields) => Promise<unknown>
  readonly isGrave?: boolean
  /** Fields to fill in first. */
  readonly children?: ReactNode
  /** Is it told at one of these fields? */
  readonly isAtField?: (error: unknown) => boolean
  readonly after?: (() => void) | undefined
  readonly button?: ButtonProps
}

export function ConfirmAction(props: Confirmed) {
  const texts = useTexts(partTexts)
  const [isOpen, setOpen] = useState(false)
  const close = () => setOpen(false)
  const { submit, busy, error } = useSubmit(async (fields) => {
    let told: unknown
    try {
      told = await props.act(fields)
    } catch (fault) {
      answers.noteEnd(fault)
      throw fault
    }
    close()
    const message = typeof told === 'string' ? told : props.done
    notifications.show({ message, color: 'green', withBorder: true })
    await answers.refresh()
    props.after?.()
  })
  const colour = props.isGrave ? { color: 'red' } : {}
  return (
    <>
      <Button
        size="xs"
        variant={props.isGrave ? 'light' : 'default'}
        {...colour}
        {...props.button}
        onClick={() => setOpen(true)}
      >
        {props.label}
      </Button>
      <Modal
        opened={isOpen}
        onClose={close}
        title={props.label}
        closeButtonProps={{ 'aria-label': texts.close }}
      >
        <form onSubmit={submit}>
          <Stack>
            <Text size="sm">{props.question}</Text>
            {props.children}
            {error !== undefined && props.isAtField?.(error) !== true && <Problem error={error} />}
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={close}>
                {texts.cancel}
              </Button>
              <Button type="submit" loading={busy} {...colour} data-autofocus={props.children === undefined}>
                {props.label}
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  )
}

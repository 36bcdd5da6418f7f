/** `docs/reference/command-line.md` against the commands, the exit statuses and the columns of files. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import type { Command } from 'commander'
import { fileColumns } from '../../src/accounts/file-row.ts'
import { createProgram } from '../../src/cli/command-line.ts'
import { exitStatus } from '../../src/cli/exit-status.ts'

const page = readFileSync(join(import.meta.dirname, '../../docs/reference/command-line.md'), 'utf8')

/** Every command that does something, by its whole name. */
function commandsOf(command: Command, above: readonly string[] = []): [name: string, command: Command][] {
  const names = [...above, command.name()]
  if (command.commands.length === 0) return [[names.join(' '), command]]
  return command.commands.flatMap((one) => commandsOf(one, names))
}

const commands = commandsOf(createProgram())

/** First cells of the rows of the table below a heading. */
function firstCells(heading: string): string[] {
  const section = page.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? ''
  return [...section.matchAll(/^\| `?([^|`]+?)`? \|/gm)].map((match) => match[1] ?? '').slice(1)
}

describe('the page on the command line', () => {
  test('has a section for every command, and for no other', () => {
    const sections = [...page.matchAll(/^### (.+)$/gm)].map((match) => match[1])
    assert.deepEqual(
      sections,
      commands.map(([name]) => name),
    )
  })

  for (const [name, command] of commands) {
    test(`${name}: its help, word for word`, () => {
      const help = command.configureHelp({ helpWidth: 100 }).helpInformation().trim()
      const section = page.split(/^### /m).find((part) => part.startsWith(`${name}\n`)) ?? ''
      assert.equal(/```text\n([\s\S]*?)\n```/.exec(section)?.[1], help)
    })
  }

  test('tells every exit status', () => {
    const told = firstCells('Exit statuses').map(Number)
    assert.deepEqual(told, [0, ...Object.values(exitStatus).toSorted((a, b) => a - b)])
  })

  test('tells every column of a file of users', () => {
    assert.deepEqual(firstCells('Files of users'), [...fileColumns])
  })
})

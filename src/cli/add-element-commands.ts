/** Commands about the elements of an app: its folder, and what the console changed. */
import type { Command } from 'commander'
import { withApp, withData, withJson } from './command-options.ts'

export function addElementCommands(element: Command): void {
  const withPlaces = (command: Command) => withData(withApp(command))

  withJson(withPlaces(element.command('list').description('list the elements')))
    .option('--type <fullName>', 'only elements of this Type or Meta')
    .action(async (options) => (await import('./commands/element-list.ts')).elementList(options))

  withJson(withPlaces(element.command('show').description('show one element, its secrets masked')))
    .argument('<fullName>', 'name of the element')
    .action(async (fullName, options) =>
      (await import('./commands/element-show.ts')).elementShow(fullName, options),
    )

  withPlaces(
    element.command('check').description('tell every fault and warning; exits with 78 when there are faults'),
  ).action(async (options) => (await import('./commands/element-check.ts')).elementCheck(options))

  withPlaces(
    element
      .command('export')
      .description('write what the console changed as folders of elements, secrets as {{NAME}}'),
  )
    .argument('<dir>', 'folder to write to, such as that of the app')
    .option('--env <file>', 'write the secrets to this file, by name, readable for its owner alone')
    .option('--yes', 'ask nothing: write over files that are there')
    .action(async (dir, options) =>
      (await import('./commands/element-export.ts')).elementExport(dir, options),
    )

  withPlaces(
    element.command('remove-edit').description('take back what the console changed of an element, unchecked'),
  )
    .argument('<fullName>', 'name of the element')
    .action(async (fullName, options) =>
      (await import('./commands/element-remove-edit.ts')).elementRemoveEdit(fullName, options),
    )
}

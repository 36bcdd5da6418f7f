/** The commands of `latchkey`. Each is loaded when it is asked for. */
import { readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { addAdminCommands } from './add-admin-commands.ts'
import { addElementCommands } from './add-element-commands.ts'
import { addTenantCommands } from './add-tenant-commands.ts'
import { addUpkeep } from './add-upkeep.ts'
import { addWebhookCommands } from './add-webhook-commands.ts'
import { withApp, withData, withJson, withListening, withUsers } from './command-options.ts'
import { exitStatus } from './exit-status.ts'

/** `argv` as the process got it. Sets the exit status. */
export async function runCommandLine(argv: readonly string[]): Promise<void> {
  endQuietlyWithoutReader()
  try {
    await createProgram().parseAsync([...argv])
  } catch (error) {
    if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : exitStatus.usage
    else (await import('./report-trouble.ts')).reportTrouble(error)
  }
}

/** `docs/reference/command-line.md` is compared with it. */
export function createProgram(): Command {
  const program = new Command('latchkey')
    .description('A self-hosted login server.')
    .version(packageVersion(), '-V, --version', 'print the version')
    .helpCommand(false)
    .showHelpAfterError('(add --help for the options)')
    .exitOverride()
  addServing(program)
  addElementCommands(group(program, 'element', 'the elements of an app'))
  addUsers(group(program, 'user', 'the users of a tenant'))
  addTenantCommands(group(program, 'tenant', 'tenants, which share nothing'))
  addClients(group(program, 'client', 'applications'))
  addMessages(group(program, 'sms', 'SMS services'))
  addWebhookCommands(group(program, 'webhook', 'who hears of events'))
  addAdminCommands(group(program, 'admin', 'administrators, who use the console'))
  addPasswords(group(program, 'password', 'stored passwords'))
  addKeys(group(program, 'keys', 'signing keys, and the secret that everything is sealed under'))
  addUpkeep(program)
  return program
}

function group(program: Command, name: string, description: string): Command {
  return program.command(name).description(description).helpCommand(false)
}

function addServing(program: Command): void {
  withListening(withData(withApp(program.command('start').description('serve an app'))))
    .option('--workers <number>', 'processes that share the port; needs PostgreSQL (LATCHKEY_WORKERS)')
    .action(async (options) => (await import('./commands/start.ts')).start(options))

  program
    .command('init')
    .description(
      'write a new app folder: phone and password login, console SMS, one client, one organisation',
    )
    .argument('<dir>', 'folder to write; it has to be new or empty')
    .option('--title <text>', 'what the app is called')
    .option('--app-id <id>', 'id of the app, such as acme.login')
    .option('--countries <codes>', 'ISO 3166 codes of the phone numbers that are served, such as CN,US')
    .option('--yes', 'ask nothing: take the defaults for what is not given')
    .action(async (dir, options) => (await import('./commands/init.ts')).init(dir, options))
}

const whichUser = 'id, phone number or login name'

function addUsers(user: Command): void {
  withJson(withUsers(user.command('list').description('list users, newest first')))
    .option('--status <status>', 'only active or only disabled ones')
    .option('--phone <number>', 'a phone number in any form, or some of its digits')
    .option('--name <text>', 'a part of nick, name or user name')
    .option('--limit <number>', 'how many, at most 500', '50')
    .option('--after <cursor>', 'go on behind an earlier page')
    .action(async (options) => (await import('./commands/user-list.ts')).userList(options))

  withJson(
    withUsers(
      user.command('show').description('show a user: logins, second factor, organisations, sessions'),
    ),
  )
    .argument('<user>', whichUser)
    .action(async (text, options) => (await import('./commands/user-show.ts')).userShow(text, options))

  addNewUser(withUsers(user.command('create').description('make a user')))

  withUsers(user.command('disable').description('end the sessions of a user and refuse further logins'))
    .argument('<user>', whichUser)
    .action(async (text, options) => (await import('./commands/user-disable.ts')).userDisable(text, options))

  withUsers(user.command('enable').description('let a disabled user log in again'))
    .argument('<user>', whichUser)
    .action(async (text, options) => (await import('./commands/user-enable.ts')).userEnable(text, options))

  withUsers(
    user.command('unlock').description('open what wrong codes and wrong passwords have locked or closed'),
  )
    .argument('[user]', `${whichUser}: all numbers, password, second factor`)
    .option('--phone <number>', 'a number alone, also one that nobody has')
    .action(async (text, options) => (await import('./commands/user-unlock.ts')).userUnlock(text, options))

  withUsers(user.command('remove-factor').description('take a lost second factor away and end the sessions'))
    .argument('<user>', whichUser)
    .option('--yes', 'do not ask')
    .action(async (text, options) =>
      (await import('./commands/user-remove-factor.ts')).userRemoveFactor(text, options),
    )

  withUsers(user.command('delete').description('delete a user with logins, sessions and memberships'))
    .argument('<user>', whichUser)
    .option('--yes', 'do not ask')
    .action(async (text, options) => (await import('./commands/user-delete.ts')).userDelete(text, options))

  addUserFiles(user)
}

function addNewUser(create: Command): void {
  create
    .option('--nick <text>', 'what the user is called; else the masked number or the user name')
    .option('--name <text>', 'full name')
    .option('--email <address>', 'mail address')
    .option('--phone <number>', 'phone number to log in with')
    .option('--phone-login <fullName>', 'phone login, where the app has several')
    .option('--username <name>', 'user name to log in with; its password is asked for')
    .option('--password-login <fullName>', 'password login, where the app has several')
    .option('--password-stdin', 'read the password from standard input')
    .option('--corp <name...>', 'organisations to join; else those that everyone joins')
    .action(async (options) => (await import('./commands/user-create.ts')).userCreate(options))
}

function addUserFiles(user: Command): void {
  withUsers(
    user
      .command('import')
      .description('import users from a file; an interrupted import goes on where it was'),
  )
    .argument('<file>', 'CSV or JSON lines, UTF-8')
    .option('--format <format>', 'csv or jsonl; else told by the name of the file')
    .option('--phone-login <fullName>', 'phone login of rows that name none')
    .option('--password-login <fullName>', 'password login of rows that name none')
    .option('--over <what>', 'what passwords were hashed as where a row does not say: text or md5')
    .option('--rejects <file>', 'write rejected rows with their reasons to this file')
    .option('--dry-run', 'change nothing, tell what would be rejected')
    .option('--again', 'begin at the first row, though this file was imported before')
    .action(async (file, options) => (await import('./commands/user-import.ts')).userImport(file, options))

  withUsers(user.command('export').description('export all users to a file or to standard output'))
    .argument('[file]', 'file to write; it must not be there yet')
    .option('--format <format>', 'csv or jsonl; else told by the name of the file, else csv')
    .option('--with-passwords', 'also the stored forms of the passwords')
    .action(async (file, options) => (await import('./commands/user-export.ts')).userExport(file, options))
}

function addClients(client: Command): void {
  client
    .command('secret')
    .description('make a secret for the back end of an application, and its digest for the client')
    .action(async () => (await import('./commands/client-secret.ts')).clientSecret())
}

function addMessages(sms: Command): void {
  withData(withApp(sms.command('try').description('send one real message, to see that a service is set up')))
    .requiredOption('--element <fullName>', 'the SMS service')
    .requiredOption('--to <number>', 'phone number in any form')
    .option('--language <language>', 'en or zh, for services whose texts are ours', 'en')
    .action(async (options) => (await import('./commands/sms-try.ts')).smsTry(options))

  withData(
    withApp(
      sms
        .command('receipt-url')
        .description('print where the vendor of a service is to tell what became of messages'),
    ),
  )
    .requiredOption('--element <fullName>', 'the SMS service')
    .action(async (options) => (await import('./commands/sms-receipt-url.ts')).smsReceiptUrl(options))
}

function addPasswords(password: Command): void {
  withData(withApp(password.command('refresh').description('bring stored passwords to the current scheme')))
    .option('--element <fullName>', 'only those of this password login')
    .action(async (options) => (await import('./commands/password-refresh.ts')).passwordRefresh(options))
}

function addKeys(keys: Command): void {
  withJson(withData(keys.command('list').description('list the signing keys'))).action(async (options) =>
    (await import('./commands/keys-list.ts')).keysList(options),
  )

  withData(keys.command('rotate').description('put the next signing key in the place of the current one'))
    .option('--alg <algorithm>', 'only that of ES256, EdDSA or RS256')
    .option('--force', 'also within a minute of the last rotation')
    .action(async (options) => (await import('./commands/keys-rotate.ts')).keysRotate(options))

  withData(
    keys.command('reseal').description('after a change of LATCHKEY_SECRET: encrypt under the newest secret'),
  ).action(async (options) => (await import('./commands/keys-reseal.ts')).keysReseal(options))
}

function packageVersion(): string {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(manifest) as { readonly version: string }).version
}

/** `latchkey user list | head` is no trouble. */
function endQuietlyWithoutReader(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    process.exit()
  })
}

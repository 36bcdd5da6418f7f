/** The questions of `latchkey init`, and what an answer may be. */
import { reservedOrgIds } from '../app/load-elements.ts'
import { isCountry } from '../base/phone-number.ts'
import { parseAppManifest } from '../elements/app-manifest.ts'
import type { AppAnswers } from './app-template.ts'
import { answered, type Keyboard } from './ask.ts'
import { CommandFault } from './command-fault.ts'

/** What was given on the command line. */
export type GivenAnswers = { readonly title?: string; readonly appId?: string; readonly countries?: string }

type Question = {
  readonly message: string
  readonly option: string
  readonly given: string | undefined
  readonly fallback: string
  /** What is wrong with an answer. */
  readonly fault: (text: string) => string | undefined
}

/** Takes what is given, and asks for the rest, at `keyboard` or, without one, by taking the defaults. */
export async function askAboutApp(
  folderName: string,
  given: GivenAnswers,
  keyboard: Keyboard | undefined,
): Promise<AppAnswers> {
  const questions = questionsOf(folderName, given)
  for (const { given: text, fault, option } of questions) {
    const wrong = text === undefined ? undefined : fault(text)
    if (wrong !== undefined) throw new CommandFault(`${option}: ${wrong}`)
  }
  const answers: string[] = []
  for (const question of questions) answers.push(question.given ?? (await ask(question, keyboard)))
  const [title = '', appId = '', countries = ''] = answers
  const [first = 'CN', ...others] = countriesOf(countries)
  return { title: title.trim(), appId, countries: [first, ...others] }
}

function questionsOf(folderName: string, { title, appId, countries }: GivenAnswers): Question[] {
  const slug = slugOf(folderName)
  return [
    {
      message: 'What is the app called?',
      option: '--title',
      given: title,
      fallback: folderName,
      fault: (text) => (text.trim() === '' || text.length > 64 ? 'needs 1 to 64 characters' : undefined),
    },
    {
      message: 'Id of the app, organisation.name',
      option: '--app-id',
      given: appId,
      fallback: `${slug}.login`,
      fault: faultOfAppId,
    },
    {
      message: 'Countries of the phone numbers, ISO 3166 codes separated by commas; the first is the default',
      option: '--countries',
      given: countries,
      fallback: 'CN',
      fault: faultOfCountries,
    },
  ]
}

async function ask({ message, fallback, fault }: Question, keyboard: Keyboard | undefined): Promise<string> {
  if (keyboard === undefined) return fallback
  const { text } = await import('@clack/prompts')
  const validate = (value: string | undefined) =>
    fault(value === undefined || value === '' ? fallback : value)
  return answered(
    await text({ message, defaultValue: fallback, placeholder: fallback, validate, ...keyboard }),
  )
}

function faultOfAppId(appId: string): string | undefined {
  const [fault] = parseAppManifest({ appId }, reservedOrgIds).faults
  if (fault === undefined) return undefined
  return fault.message.startsWith('may not')
    ? fault.message
    : 'has to be like acme.login: two names and a dot'
}

function faultOfCountries(text: string): string | undefined {
  const codes = countriesOf(text)
  const unknown = codes.filter((code) => !isCountry(code))
  if (unknown.length > 0) return `not known: ${unknown.join(', ')}`
  return codes.length === 0 ? 'needs at least one' : undefined
}

function countriesOf(text: string): string[] {
  const codes = text.split(',').map((code) => code.trim().toUpperCase())
  return [...new Set(codes.filter((code) => code !== ''))]
}

function slugOf(folderName: string): string {
  const slug = folderName
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^[^a-z]+|-+$/g, '')
  return slug === '' || reservedOrgIds.includes(slug) ? 'my-app' : slug
}

/** `docs/reference/seeds.md` against the list of facts, the code and the tests. */
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import type { TSchema } from 'typebox'
import { profileDefaults } from '../../src/clients/client-settings.ts'
import type { FunctionDeclarations } from '../../src/elements/define-type.ts'
import { sdkErrors } from '../../src/http/sdk/error-codes.ts'
import { loginAnswer } from '../../src/http/sdk/login-answer.ts'
import { loginByMobile } from '../../src/http/sdk/login-calls.ts'
import { passwordFunctions } from '../../src/login/password/password-functions.ts'
import { passwordSettings } from '../../src/login/password/password-settings.ts'
import { PasswordType } from '../../src/login/password/password-type.ts'
import { phoneFunctions } from '../../src/login/phone/phone-functions.ts'
import { phoneSettings } from '../../src/login/phone/phone-settings.ts'
import { PhoneType } from '../../src/login/phone/phone-type.ts'
import { refusalCodes } from '../../src/wire/refusal-codes.ts'
import { factsOf, seedFacts } from './seed-facts.ts'

const root = path.join(import.meta.dirname, '..', '..')
const page = readFileSync(path.join(root, 'docs/reference/seeds.md'), 'utf8')

const nextIssue = 'next issue'

type Row = {
  readonly heading: string
  readonly kind: string
  readonly fact: string
  readonly files: readonly string[]
  readonly testFile: string
  readonly testNames: readonly string[]
}

const rows = page.split(/^## /m).slice(1).flatMap(rowsOf)

/** Rows of one part: kind, fact, files, test file with the names of tests, note. */
function rowsOf(part: string): Row[] {
  const [heading = '', ...lines] = part.split('\n')
  return lines
    .filter((line) => /^\| (?!what |---)/.test(line))
    .map((line) => {
      const [, kind = '', fact = '', files = '', tested = ''] = line.split('|').map((cell) => cell.trim())
      const [testFile = '', ...testNames] = codeIn(tested)
      return { heading, kind, fact: codeIn(fact)[0] ?? fact, files: codeIn(files), testFile, testNames }
    })
}

function codeIn(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? '')
}

function nameOf({ heading, kind, fact }: Pick<Row, 'heading' | 'kind' | 'fact'>): string {
  return `${heading} – ${kind} – ${fact}`
}

const isNext = ({ files, testFile }: Row) => files.length === 0 && testFile === ''

describe('the page on the source documents', () => {
  test('has one row for every fact, and none for anything else', () => {
    const facts = seedFacts.flatMap(({ heading, facts }) =>
      Object.entries(facts).flatMap(([kind, list]) => list.map((fact) => nameOf({ heading, kind, fact }))),
    )
    assert.deepEqual(rows.map(nameOf).sort(), facts.sort())
  })

  test('says next issue where something is not done yet, and only there', () => {
    const next = seedFacts.flatMap(({ heading, next }) => next.map((fact) => `${heading} – ${fact}`))
    const said = rows.filter(isNext).map(({ heading, fact }) => `${heading} – ${fact}`)
    assert.deepEqual(said.sort(), next.sort())
    assert.equal(page.match(new RegExp(`\\| ${nextIssue} \\| — \\|`, 'g'))?.length ?? 0, next.length)
  })

  test('names files of src that exist', () => {
    for (const row of rows.filter((one) => !isNext(one))) {
      assert.notEqual(row.files.length, 0, nameOf(row))
      for (const file of row.files)
        assert.ok(file.startsWith('src/') && existsSync(path.join(root, file)), `${nameOf(row)}: ${file}`)
    }
  })

  test('names tests that exist in the file that it names', () => {
    for (const row of rows.filter((one) => !isNext(one))) {
      assert.notEqual(row.testNames.length, 0, nameOf(row))
      const text = readFileSync(path.join(root, row.testFile), 'utf8')
      for (const name of row.testNames)
        assert.ok(
          text.includes(`test('${name}'`) || text.includes(`name: '${name}'`),
          `${nameOf(row)}: ${row.testFile} has no test ${name}`,
        )
    }
  })
})

describe('the facts of the source documents, against the code', () => {
  /** Further parameters of ours must be optional. */
  function assertDeclared(facts: readonly string[], functions: FunctionDeclarations): void {
    for (const fact of facts) {
      const [name = '', list = ''] = fact.replace(')', '').split('(')
      const expected = list === '' ? [] : list.split(', ')
      const params = functions[name]?.params ?? assert.fail(`${name} is not declared`)
      const names = params.map((param) => param.name)
      assert.deepEqual(names.slice(0, expected.length), expected, fact)
      assert.ok(
        params.slice(expected.length).every(({ optional }) => optional),
        fact,
      )
    }
  }

  function hasSetting(schema: TSchema, name: string): boolean {
    let inner: unknown = schema
    for (const key of name.split('.')) {
      const properties: object = (inner as { readonly properties?: object } | undefined)?.properties ?? {}
      inner = Object.hasOwn(properties, key) ? Reflect.get(properties, key) : undefined
    }
    return inner !== undefined
  }

  test('every function is declared with its parameters in their order', () => {
    assertDeclared(factsOf('000', 'function'), phoneFunctions)
    assertDeclared(factsOf('004', 'function'), passwordFunctions)
  })

  test('every key of the configuration files is a setting', () => {
    for (const name of factsOf('000', 'configuration')) assert.ok(hasSetting(phoneSettings, name), name)
    for (const name of factsOf('004', 'configuration')) assert.ok(hasSetting(passwordSettings, name), name)
  })

  test('every property can be read', () => {
    for (const name of factsOf('000', 'property')) assert.ok(PhoneType.properties.includes(name), name)
    for (const name of factsOf('004', 'property')) assert.ok(PasswordType.properties.includes(name), name)
  })

  test('every error code is one of the program', () => {
    const codes: readonly string[] = Object.values(sdkErrors).map(({ code }) => code)
    for (const code of factsOf('003', 'error')) assert.ok(codes.includes(code), code)
    const refusals: readonly string[] = refusalCodes
    for (const code of factsOf('004', 'error')) assert.ok(refusals.includes(code), code)
  })

  test('request and response of the login by mobile number have every field', () => {
    const answered = [...Object.keys(loginAnswer.properties), 'error_code', 'error_msg']
    for (const seed of ['002', '003'] as const) {
      assert.deepEqual(
        loginByMobile.fields.filter((field) => 'empty' in field).map(({ name }) => name),
        factsOf(seed, 'request'),
      )
      for (const field of factsOf(seed, 'response')) assert.ok(answered.includes(field), field)
    }
  })

  test('the lives of session and id_token are the defaults of the profiles', () => {
    assert.deepEqual(profileDefaults.oneaccess, { sessionTtl: 604_800, idTokenTtl: 7_200 })
    assert.deepEqual(profileDefaults.bamboocloud, { sessionTtl: 432_000, idTokenTtl: 300 })
  })
})

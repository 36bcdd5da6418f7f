/** What a value lacks to match a schema: every fault, each at its own place and without any value. */
import type { TSchema } from 'typebox'
import type { TLocalizedValidationError } from 'typebox/error'
import { Settings } from 'typebox/system'
import { Check, Errors } from 'typebox/value'
import { type SettingFault, toPointer } from './fault.ts'

/** Nothing when `value` matches. A caller that others can make work limits how many faults are looked for. */
export function schemaFaults(schema: TSchema, value: unknown, most = 10_000): SettingFault[] {
  if (Check(schema, value)) return []
  const errors = errorsOf(schema, value, most)
  const unions = errors.filter(isUnion)
  return errors
    .filter((error) => !unions.some((union) => isBranch(union, error)))
    .flatMap((error) => explain(error, errors))
}

/** The library keeps the first 8 errors unless its one setting for the process says otherwise. */
function errorsOf(schema: TSchema, value: unknown, most: number): TLocalizedValidationError[] {
  const { maxErrors } = Settings.Get()
  Settings.Set({ maxErrors: most })
  try {
    return Errors(schema, value)
  } finally {
    Settings.Set({ maxErrors })
  }
}

function isUnion({ keyword }: TLocalizedValidationError): boolean {
  return keyword === 'anyOf' || keyword === 'oneOf'
}

function isBranch(union: TLocalizedValidationError, error: TLocalizedValidationError): boolean {
  return (
    error.schemaPath.startsWith(`${union.schemaPath}/${union.keyword}/`) &&
    error.instancePath.startsWith(union.instancePath)
  )
}

function explain(
  error: TLocalizedValidationError,
  errors: readonly TLocalizedValidationError[],
): SettingFault[] {
  const { instancePath: pointer, message } = error
  switch (error.keyword) {
    case 'required':
      return error.params.requiredProperties.map((name) => ({
        pointer: pointer + toPointer([name]),
        message: 'is missing',
      }))
    case 'boolean':
      return [{ pointer, message: 'is unknown' }]
    case 'additionalProperties':
      return []
    case 'enum':
      return [{ pointer, message: oneOf(error.params.allowedValues) }]
    case 'const':
      return [{ pointer, message: oneOf([error.params.allowedValue]) }]
    case 'anyOf':
    case 'oneOf':
      return [{ pointer, message: explainUnion(error, errors) }]
    default:
      return [{ pointer, message }]
  }
}

/** A choice of fixed values lists them; any other says what each of its forms lacks. */
function explainUnion(
  union: TLocalizedValidationError,
  errors: readonly TLocalizedValidationError[],
): string {
  const branches = errors.filter(
    (error) => isBranch(union, error) && error.instancePath === union.instancePath,
  )
  const values = branches.flatMap((error) => (error.keyword === 'const' ? [error.params.allowedValue] : []))
  if (values.length > 0 && branches.every(({ keyword }) => keyword === 'const' || keyword === 'type'))
    return oneOf(values)
  const reasons = new Set(branches.filter((error) => !isUnion(error)).map(({ message }) => message))
  return reasons.size === 0 ? 'must match one of its forms' : [...reasons].join(', or ')
}

function oneOf(values: readonly unknown[]): string {
  const [only] = values
  return values.length === 1
    ? `must be ${JSON.stringify(only)}`
    : `must be one of ${values.map((one) => JSON.stringify(one)).join(', ')}`
}

/**
 * What the form library asks of a validator, without making code at run time, which the policy forbids: the form only
 * needs to know which form of several a value has. Whether settings are right says the server.
 */
import type { ValidatorType } from '@rjsf/utils'
import type { TSchema } from 'typebox'
import { Check } from 'typebox/value'

export const schemaValidator: ValidatorType = {
  validateFormData: () => ({ errors: [], errorSchema: {} }),
  isValid: (schema, value) => Check(schema as TSchema, value),
  rawValidation: () => ({ errors: [] }),
}

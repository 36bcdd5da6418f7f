/** A refusal as callers in the process get it. */
import { Refusal } from '../base/refusal.ts'

/** Callers match on the text of `message`, which starts with the code (spec 1, "Results and errors"). */
export function withText<E>(error: E, textOf: (refusal: Refusal) => string): E {
  if (error instanceof Refusal && error.message === error.code)
    error.message = `${error.code}: ${textOf(error)}`
  return error
}

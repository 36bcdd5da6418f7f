/** One call of a declared function: may this caller, are the arguments right, and then the Type's own code. */
import { refuse } from '../base/refusal.ts'
import { type NamedArguments, readArguments, readNamed } from './call-arguments.ts'
import type { CallContext } from './caller.ts'
import { type FunctionDeclaration, ownUserParam } from './define-type.ts'
import type { ElementType } from './element-type.ts'

export { argumentsSchema } from './call-arguments.ts'

/** Calls `name` of `target` with positional arguments, or with one object of named ones. */
export async function callFunction(
  target: ElementType,
  name: string,
  declaration: FunctionDeclaration,
  call: CallContext,
  args: readonly unknown[],
): Promise<unknown> {
  requireCaller(declaration, call)
  return run(target, name, declaration, call, readArguments(declaration, args))
}

/** Calls `name` of `target` with named arguments: how JSON brings them. */
export async function callNamed(
  target: ElementType,
  name: string,
  declaration: FunctionDeclaration,
  call: CallContext,
  named: unknown,
): Promise<unknown> {
  requireCaller(declaration, call)
  return run(target, name, declaration, call, readNamed(declaration, named))
}

function run(
  target: ElementType,
  name: string,
  declaration: FunctionDeclaration,
  call: CallContext,
  named: NamedArguments,
): unknown {
  requireOwnUser(declaration, call, named)
  const method = Reflect.get(target, name) as (...values: unknown[]) => unknown
  return method.apply(
    target,
    declaration.params.map((param) => named[param.name]),
  )
}

function requireCaller({ callers }: FunctionDeclaration, { caller }: CallContext): void {
  if (callers.includes(caller.kind)) return
  throw refuse(callers.includes('user') && caller.kind !== 'user' ? 'LOGIN_REQUIRED' : 'FORBIDDEN')
}

/** A user may pass only the own `userId` (spec 1, "Calling an element"). */
function requireOwnUser(
  { params }: FunctionDeclaration,
  { caller }: CallContext,
  named: NamedArguments,
): void {
  if (caller.kind !== 'user' || named[ownUserParam] === undefined) return
  if (params.some(({ name }) => name === ownUserParam) && named[ownUserParam] !== caller.userId)
    throw refuse('FORBIDDEN')
}

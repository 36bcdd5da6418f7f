/** What is wrong with the class of a Type before any element of it is made. */
import type { FunctionDeclaration } from './define-type.ts'
import { isElementName } from './element-name.ts'
import type { ElementClass } from './element-type.ts'

/** Names that every element answers to itself. `then` would make an element look like a promise. */
const taken: ReadonlySet<string> = new Set(['fullName', 'title', 'type', 'then'])

/** One message for each fault. */
export function checkClass(type: ElementClass): string[] {
  const functions = Object.entries(type.functions)
  return [
    ...functions.flatMap(([name, declaration]) => checkFunction(type, name, declaration)),
    ...type.properties.flatMap((name) => checkName(name, 'property')),
    ...type.properties
      .filter((name) => Object.hasOwn(type.functions, name))
      .map((name) => `${name} is both function and property`),
  ]
}

function checkFunction(type: ElementClass, name: string, { params }: FunctionDeclaration): string[] {
  const messages = checkName(name, 'function')
  if (typeof Reflect.get(type.prototype, name) !== 'function')
    messages.push(`the declared function ${name} has no method`)
  const names = params.map((param) => param.name)
  messages.push(
    ...names.flatMap((param) =>
      isElementName(param) ? [] : [`${param} is no name for a parameter of ${name}`],
    ),
  )
  if (new Set(names).size < names.length) messages.push(`two parameters of ${name} have one name`)
  const firstOptional = params.findIndex(({ optional }) => optional)
  const after =
    firstOptional === -1 ? undefined : params.slice(firstOptional).find(({ optional }) => !optional)
  if (after !== undefined)
    messages.push(`${after.name} of ${name} is required and follows an optional parameter`)
  return messages
}

function checkName(name: string, kind: string): string[] {
  return isElementName(name) && !taken.has(name) ? [] : [`${name} is no name for a ${kind}`]
}

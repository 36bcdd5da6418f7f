/** Makes an element: properties by name, attributes after an `@`, children that are elements or texts. */
export function make<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  given: Readonly<Record<string, unknown>> = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(given))
    if (name.startsWith('@')) made.setAttribute(name.slice(1), String(value))
    else Object.assign(made, { [name]: value })
  made.append(...children)
  return made
}

/** A field with its label; `name` is its part, too. */
export function field(
  name: string,
  label: string,
  given: Readonly<Record<string, unknown>> = {},
): HTMLElement {
  return make('label', {}, label, make('input', { name, '@part': `input ${name}`, required: true, ...given }))
}

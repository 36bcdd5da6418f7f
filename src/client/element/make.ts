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
  const input = { name, '@part': `input ${name}`, '@aria-describedby': 'error', required: true, ...given }
  return make('label', {}, label, make('input', input))
}

/** Beside the one that sends the form. */
export function plainButton(label: string, act: () => Promise<void>): HTMLButtonElement {
  return make(
    'button',
    { type: 'button', className: 'plain', '@part': 'button', onclick: () => void act() },
    label,
  )
}

/** An adopted sheet: a Content-Security-Policy without `unsafe-inline` lets it be. Light or dark is the page's choice. */
export const style = `
:host { display: block; max-width: 22rem; font: inherit;
  --accent: var(--latchkey-accent, #1f5fd0); --radius: var(--latchkey-radius, .5rem);
  --line: var(--latchkey-line, color-mix(in srgb, currentColor 30%, transparent)) }
:host([hidden]) { display: none }
form, .tabs { display: grid; gap: .75rem }
.tabs { grid-auto-flow: column; margin-block-end: 1rem }
label { display: grid; gap: .25rem }
input, button { font: inherit; min-height: 2.75rem; border-radius: var(--radius); box-sizing: border-box; width: 100% }
input { border: 1px solid var(--line); padding: 0 .75rem; background: transparent; color: inherit }
button { border: 1px solid var(--accent); background: var(--accent); color: var(--latchkey-on-accent, #fff); cursor: pointer }
button.plain, .tabs button { background: transparent; color: inherit; border-color: var(--line) }
.tabs button[aria-selected=true] { border-color: var(--accent); border-width: 2px }
[aria-disabled=true] { opacity: .65; cursor: default }
.agree { display: flex; gap: .625rem; align-items: start }
.agree input { width: 1.25rem; min-height: 1.25rem; flex: none; margin: .125rem 0 0; accent-color: var(--accent) }
ul { list-style: none; margin: 0; padding: 0 }
a { color: inherit }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
[role=alert] { color: var(--latchkey-danger, light-dark(#b3261e, #ffb4ab)); margin: 0 }
[role=status] { margin: 0 }
[role=alert]:not(:empty), [role=status]:not(:empty) { margin-block-end: .75rem }
.slider { position: relative; width: 310px; max-width: 100% }
.slider img { display: block; width: 100% }
.slider .piece { position: absolute; inset-block-start: 0; width: 15.16%; inset-inline-start: calc(var(--x, 0) / 310 * 100%) }
p, code { overflow-wrap: anywhere; margin: 0 }
`

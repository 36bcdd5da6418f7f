/** An adopted sheet: a Content-Security-Policy without `unsafe-inline` lets it be. */
export const style = `
:host { display: block; max-width: 22rem; font: inherit; color-scheme: light dark;
  --accent: var(--latchkey-accent, #1f5fd0); --radius: var(--latchkey-radius, .5rem);
  --line: var(--latchkey-line, color-mix(in srgb, currentColor 30%, transparent)) }
:host([hidden]) { display: none }
form, .tabs { display: grid; gap: .75rem }
.tabs { grid-auto-flow: column; margin-bottom: 1rem }
label { display: grid; gap: .25rem }
input, button { font: inherit; min-height: 2.75rem; border-radius: var(--radius); box-sizing: border-box; width: 100% }
input { border: 1px solid var(--line); padding: 0 .75rem; background: transparent; color: inherit }
button { border: 1px solid var(--accent); background: var(--accent); color: #fff; cursor: pointer }
button.plain, .tabs button { background: transparent; color: inherit; border-color: var(--line) }
.tabs button[aria-selected=true] { border-color: var(--accent); border-width: 2px }
button:disabled { opacity: .6; cursor: default }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px }
[role=alert] { color: var(--latchkey-danger, #b3261e); margin: 0 }
[role=alert]:empty { display: none }
.slider { position: relative; width: 310px; max-width: 100% }
.slider img { display: block; width: 100% }
.slider .piece { position: absolute; top: 0; width: 15.16%; left: calc(var(--x, 0) / 310 * 100%) }
p, code { overflow-wrap: anywhere; margin: 0 }
@media (prefers-color-scheme: dark) { [role=alert] { color: var(--latchkey-danger, #ffb4ab) } }
`

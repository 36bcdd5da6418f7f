/**
 * How the bundle gets Node's own modules. For an `import` Node reads every export of the module, and some of them
 * load much more of Node the moment that they are read: `import 'node:http'` alone takes as long as a bare start.
 */
import type { Plugin } from 'rolldown'

const importLine = /^import (.+) from "(node:[^"]+)";$/gm
const whatItTakes = /^(?:\* as )?([\w$]+)?(?:, )?(?:\{(.*)\})?$/

export function builtInModules(): Plugin {
  return {
    name: 'built-in-modules',
    renderChunk: (code) =>
      code.replace(importLine, (_, names: string, module: string) => take(names.trim(), module)),
  }
}

/** The same names as constants: a built-in module never changes what it exports. */
function take(names: string, module: string): string {
  const [, whole, parts] = whatItTakes.exec(names) ?? []
  if (whole === undefined && parts === undefined)
    throw new Error(`import ${names} from ${module} is not understood`)
  const taken = [whole, parts && `{${parts.replaceAll(' as ', ': ')}}`].filter((name) => name !== undefined)
  return taken.map((name) => `const ${name} = process.getBuiltinModule("${module}");`).join(' ')
}

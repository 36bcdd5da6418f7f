/**
 * Writes the bundle in ASCII. With one character beyond Latin 1 in a file, such as a Chinese text, Node keeps the whole
 * file with two bytes a character: slower to read, and megabytes of memory for as long as the process lives.
 */
import type { Plugin } from 'rolldown'

const beyond = /[\u0080-\uffff]/g
/** Where the escape would lose its backslash to another. */
const escapedAlready = /(?<!\\)(?:\\\\)*\\[\u0080-\uffff]/

export function inAscii(): Plugin {
  return {
    name: 'in-ascii',
    generateBundle(_, files) {
      for (const file of Object.values(files)) {
        if (file.type !== 'chunk') continue
        const trouble = escapedAlready.exec(file.code)
        if (trouble !== null) this.error(`a backslash before a letter that needs none: ${trouble[0]}`)
        file.code = file.code.replace(beyond, escaped)
      }
    },
  }
}

/** Means the same in texts, templates and regular expressions. */
function escaped(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`
}

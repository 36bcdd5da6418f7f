/**
 * The passwords that attackers try first: some 49,000 of `@zxcvbn-ts/language-common`, and a Chinese list of our own.
 * Each is denied as it is written, in lower case, with a capital and in capitals, by its text and by its MD5.
 */
import { setImmediate as nextTurn } from 'node:timers/promises'
import { md5Hex } from '../../base/digest.ts'
import { chinesePasswords } from './chinese-passwords.ts'
import type { PasswordCandidate } from './password-candidate.ts'

export type CommonPasswords = {
  includes(candidate: PasswordCandidate): Promise<boolean>
}

/** A third more than there are entries, so that a look-up takes a few steps. */
const slots = 2 ** 18
/** A millisecond or two of the event loop. */
const wordsPerTurn = 400

/** Loads nothing before the first question; from then on it keeps 2 MB beside the package's own list. */
export function createCommonPasswords(): CommonPasswords {
  let building: Promise<Float64Array> | undefined
  return {
    async includes(candidate) {
      building ??= buildTable()
      const table = await building
      const md5 = 'md5' in candidate ? candidate.md5 : md5Hex(candidate.text.normalize('NFKC').toLowerCase())
      return table[slotOf(table, prefixOf(md5))] !== 0
    },
  }
}

async function buildTable(): Promise<Float64Array> {
  const { dictionary } = await import('@zxcvbn-ts/language-common')
  const table = new Float64Array(slots)
  let words = 0
  for (const list of [dictionary['passwords-common'], chinesePasswords()]) {
    for (const word of list) {
      for (const variant of variantsOf(word)) {
        const prefix = prefixOf(md5Hex(variant))
        table[slotOf(table, prefix)] = prefix
      }
      words += 1
      if (words % wordsPerTurn === 0) await nextTurn()
    }
  }
  return table
}

function variantsOf(word: string): Set<string> {
  const lower = word.toLowerCase()
  return new Set([word, lower, lower.charAt(0).toUpperCase() + lower.slice(1), lower.toUpperCase()])
}

/** 52 bits of an MD5: what a double holds exactly, and a chance of 1 in 10^10 to deny a password by mistake. */
function prefixOf(md5: string): number {
  return Number.parseInt(md5.slice(0, 13), 16)
}

/** Where a prefix is, or where it would be put: an open-addressing table whose empty slots are 0. */
function slotOf(table: Float64Array, prefix: number): number {
  let slot = prefix % slots
  while (table[slot] !== 0 && table[slot] !== prefix) slot = (slot + 1) % slots
  return slot
}

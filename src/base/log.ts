/** JSON logs. Every phone number in a line is masked, whoever wrote it there (spec 6, L1). */
import { pino } from 'pino'
import { maskPhone } from './phone-number.ts'

type LogLine = {
  (message: string): void
  (facts: Readonly<Record<string, unknown>>, message: string): void
}

/** What the program says to its operator. Any logger of this shape will do. */
export type Log = Readonly<Record<'debug' | 'info' | 'warn' | 'error', LogLine>>

/** A string of JSON, or what stands between two. */
const part = /"(?:[^"\\]|\\.)*"|[^"]+|"/g

/** With `+`, also as a URL writes it, and with what people put between the digits. */
const international = /(?:\+|%2B)[1-9](?:[ .()-]{0,2}\d){6,14}/gi

/**
 * Of mainland China, with or without its calling code. Digits within a word belong to an identifier, but the last
 * letter of an escape of JSON or of a URL is no word.
 */
const mainland =
  /(?:(?<![\da-z])|(?<=\\[bfnrt]|\\u[\da-f]{4}|%[\da-f]{2}))(?:(?:00)?86[ -]?)?1\d{2}[ -]?\d{4}[ -]?\d{4}(?![\da-z])/gi

const bareNumber = /(?<![\d.+-])(?:86)?1\d{10}(?![\d.])/g

/** `destination` is standard output without one. */
export function createLog(level: string, destination?: { write(line: string): void }): Log {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    hooks: { streamWrite: maskNumbers },
  }
  return destination === undefined ? pino(options) : pino(options, destination)
}

/**
 * Keeps the first digits and the last four of everything that reads as a phone number in a line of JSON, which
 * stays one: a number outside of a string becomes a string.
 */
function maskNumbers(line: string): string {
  return line.replace(part, (text) =>
    text.startsWith('"')
      ? text.replace(international, mask).replace(mainland, mask)
      : text.replace(bareNumber, (digits) => `"${mask(digits)}"`),
  )
}

function mask(number: string): string {
  return maskPhone(number.replace(/^%2B/i, '+').replace(/[^+\d]/g, ''))
}

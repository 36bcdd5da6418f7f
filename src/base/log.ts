/** JSON logs. Every phone number in a line is masked, whoever wrote it there (spec 6, L1). */
import { type DestinationStream, type Logger, pino } from 'pino'

export type Log = Logger

const e164 = /\+\d{8,15}/g
const mainland = /(?<![\dA-Za-z])1\d{10}(?![\dA-Za-z])/g

/** `destination` is standard output without one. */
export function createLog(level: string, destination?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    timestamp: () => `,"time":"${new Date().toISOString()}"`,
    hooks: { streamWrite: maskNumbers },
  }
  return destination === undefined ? pino(options) : pino(options, destination)
}

/** Keeps the first digits and the last four of everything that reads as a phone number. */
export function maskNumbers(line: string): string {
  const mask = (digits: string) => `${digits.slice(0, -8)}****${digits.slice(-4)}`
  return line.replace(e164, mask).replace(mainland, mask)
}

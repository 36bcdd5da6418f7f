import { type Refusal, refuse } from '../base/refusal.ts'
import { ConfigurationFaults, type Fault, formatFault } from '../elements/fault.ts'

/** A fault as the console shows it. */
export type PlacedFault = {
  /** `file: /json/pointer`. */
  readonly place: string
  /** Of a fault of the settings that were sent. */
  readonly pointer?: string
  readonly message: string
}

/** `settingsFile`: what faults call the settings that were sent. */
export function placeFault(fault: Fault, settingsFile: string): PlacedFault {
  const { file, pointer, message } = fault
  const place = placeOf(fault)
  return { place, message, ...(file === settingsFile ? { pointer } : {}) }
}

/** As a refusal, each fault with its place; what is something else is thrown. */
export function refuseFaults(error: unknown): Refusal {
  if (!(error instanceof ConfigurationFaults)) throw error
  const messages: Record<string, string> = {}
  for (const fault of error.faults) {
    const place = placeOf(fault)
    messages[place] = messages[place] === undefined ? fault.message : `${messages[place]}; ${fault.message}`
  }
  return refuse('ELEMENT_FAULTY', { arguments: messages }, error)
}

function placeOf(fault: Fault): string {
  return formatFault({ ...fault, message: '' }).replace(/: $/, '')
}

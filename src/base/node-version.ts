/** The version of Node that the program needs. */

const least = 24

/** What to tell about this version of Node; nothing when it will do. */
export function nodeFault(version: string): string | undefined {
  if (Number(version.split('.')[0]) >= least) return undefined
  return `latchkey needs Node ${least} or newer, this is v${version}.`
}

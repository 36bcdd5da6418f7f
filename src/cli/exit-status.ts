/** What the program answers to the shell; the numbers above 1 are those of sysexits.h. */
export const exitStatus = {
  /** The command says no, or did not do all that was asked. */
  no: 1,
  usage: 64,
  /** What is stored or was handed in is damaged. */
  data: 65,
  noInput: 66,
  /** The address cannot be listened on, or the database server not be used. */
  unavailable: 69,
  /** A defect of the program. */
  software: 70,
  cannotCreate: 73,
  inputOutput: 74,
  /** Again later: another process is at work, or it is too early. */
  temporary: 75,
  noPermission: 77,
  configuration: 78,
  /** Stopped by Ctrl-C or SIGTERM before it was done. */
  stopped: 130,
} as const

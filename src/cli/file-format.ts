import { type FileFormat, formatOf } from '../accounts/user-file.ts'
import { CommandFault } from './command-fault.ts'

/** The format that was asked for, else the one that the file's name tells. */
export function chosenFormat(format: string | undefined, path: string): FileFormat {
  if (format === 'csv' || format === 'jsonl') return format
  const told = format === undefined ? formatOf(path) : undefined
  if (told === undefined) throw new CommandFault('--format: has to be csv or jsonl')
  return told
}

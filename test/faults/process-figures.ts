/** What a running program holds at one moment: memory, handles, threads, connections. */
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** By name; a store adds its own. */
export type Figures = Readonly<Record<string, number>>

export function processFigures(pid: number): Figures {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const field = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1])
  const handles = readdirSync(`/proc/${pid}/fd`)
  return {
    rssMb: field('VmRSS') / 1024,
    handles: handles.length,
    sockets: handles.filter((handle) => isSocket(`/proc/${pid}/fd/${handle}`)).length,
    threads: field('Threads'),
  }
}

/** The middle of a figure over some samples. */
export function median(samples: readonly Figures[], name: string): number {
  const sorted = samples.map((figures) => figures[name] ?? 0).toSorted((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? 0
}

/** A handle may be closed while it is looked at. */
function isSocket(handle: string): boolean {
  try {
    return readlinkSync(handle).startsWith('socket:')
  } catch {
    return false
  }
}

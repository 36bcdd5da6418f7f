/** One operation beside the control: the control before and after it, the CPU of each server by request. */
import { type Exchange, type Load, type LoadResult, runLoad } from './load.ts'
import { cpuSeconds } from './process-usage.ts'
import type { ServerProcess } from './server-process.ts'

export type Figures = LoadResult & {
  /** CPU of the server for one request, in microseconds. */
  readonly cpuMicros: number
  /** Cores that the server kept busy: far below 1, the load was the limit and `perSecond` says little. */
  readonly busyCores: number
  /** CPU of the stores for one request, in microseconds. */
  readonly storeMicros: Readonly<Record<string, number>>
}

export type Phase = {
  readonly operation: Figures
  readonly controlBefore: Figures
  readonly controlAfter: Figures
  /** CPU of one operation, in CPU of one control request. */
  readonly timesControl: number
  /** The same of the stores, where they are processes of their own. */
  readonly storeTimesControl: Readonly<Record<string, number>>
  /** Throughput as a share of the control's. */
  readonly shareOfControl: number
}

export type Plan = {
  readonly connections: number
  readonly amount: number
  /** Asked first and not measured. */
  readonly warmUp: number
}

export type Operation = {
  readonly name: string
  /** Whatever has to be there before and is not measured. */
  prepare?(server: ServerProcess): Promise<void>
  request(index: number): Exchange
  onAnswer?(index: number, body: string): void
  /** What the control is asked in its place: the same JSON. */
  controlRequest?(index: number): Exchange
}

export async function measureLoad(server: ServerProcess, load: Omit<Load, 'port'>): Promise<Figures> {
  const cpuBefore = cpuSeconds(server.pid)
  const storesBefore = await server.storeCpu?.()
  const result = await runLoad({ ...load, port: server.port })
  const cpu = cpuSeconds(server.pid) - cpuBefore
  const storesAfter = await server.storeCpu?.()
  const perRequest = (seconds: number) => (seconds / result.amount) * 1e6
  const storeMicros = scale(storesAfter, (seconds, name) => perRequest(seconds - (storesBefore?.[name] ?? 0)))
  return { ...result, cpuMicros: perRequest(cpu), busyCores: cpu / result.seconds, storeMicros }
}

function scale(
  values: Readonly<Record<string, number>> = {},
  change: (value: number, name: string) => number,
) {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value, name)]))
}

/** So many more that the steps of the CPU clock stay small beside the control's few microseconds. */
const controlTimes = 3

async function measureControl(control: ServerProcess, operation: Operation, plan: Plan): Promise<Figures> {
  const ask = operation.controlRequest ?? operation.request
  const request = (index: number) => ask(index % plan.amount)
  const { connections, amount } = plan
  await runLoad({ port: control.port, connections, from: 0, amount, request })
  return measureLoad(control, { connections, from: 0, amount: amount * controlTimes, request })
}

async function measureOperation(server: ServerProcess, operation: Operation, plan: Plan): Promise<Figures> {
  const { connections, warmUp, amount } = plan
  await runLoad({ ...operation, port: server.port, connections, from: 0, amount: warmUp })
  return measureLoad(server, { ...operation, connections, from: warmUp, amount })
}

export async function measurePhase(
  server: ServerProcess,
  control: ServerProcess,
  operation: Operation,
  plan: Plan,
): Promise<Phase> {
  await operation.prepare?.(server)
  const controlBefore = await measureControl(control, operation, plan)
  const figures = await measureOperation(server, operation, plan)
  const controlAfter = await measureControl(control, operation, plan)
  return { operation: figures, controlBefore, controlAfter, ...compare(figures, controlBefore, controlAfter) }
}

function compare(operation: Figures, before: Figures, after: Figures) {
  const controlMicros = (before.cpuMicros + after.cpuMicros) / 2
  const controlPerSecond = (before.perSecond + after.perSecond) / 2
  return {
    timesControl: operation.cpuMicros / controlMicros,
    storeTimesControl: scale(operation.storeMicros, (micros) => micros / controlMicros),
    shareOfControl: operation.perSecond / controlPerSecond,
  }
}

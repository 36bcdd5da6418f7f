/** `latchkey doctor`: what is configured, reachable and unsafe. Changes nothing and tells no secret. */
import { findSettingRisks } from '../../app/risks.ts'
import { systemClock } from '../../base/clock.ts'
import type { FolderOptions, JsonOptions, ListenOptions } from '../command-options.ts'
import { examineData } from '../doctor/examine-data.ts'
import { examineElements } from '../doctor/examine-elements.ts'
import { examineProcess } from '../doctor/examine-process.ts'
import { examineStores } from '../doctor/examine-stores.ts'
import type { Finding } from '../doctor/finding.ts'
import { exitStatus } from '../exit-status.ts'
import { counted, print, printJson, printTable } from '../output.ts'
import { settingsOf } from '../settings-of.ts'

export async function doctor(options: FolderOptions & ListenOptions & JsonOptions): Promise<void> {
  const settings = settingsOf(options)
  const now = systemClock.now()
  const findings: Finding[] = [
    ...(await examineProcess(settings)),
    ...findSettingRisks(settings),
    ...(await examineElements(settings)),
    ...examineData(settings, now),
    ...(await examineStores(settings, now)),
  ]
  const of = (level: Finding['level']) => findings.filter((finding) => finding.level === level).length
  if (options.json === true) printJson(findings)
  else {
    printTable(findings.map(({ level, subject, message }) => [level, subject, message]))
    print(`${of('unsafe')} unsafe, ${counted(of('warning'), 'warning')}`)
  }
  if (of('unsafe') > 0) process.exitCode = exitStatus.no
}

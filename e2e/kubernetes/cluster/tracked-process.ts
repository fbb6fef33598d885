import { join } from 'node:path'
import { startChild, type Child } from '../../../tools/processes/child.ts'
import { identify, killAll } from './process-identity.ts'
import { updateRecord } from './rig-record.ts'

/** Starts a program of a cluster and writes it into the cluster's record, so that it can be ended whoever remembers. */
export function startTracked(
  folder: string,
  program: { name: string; command: string; args: readonly string[]; env?: Record<string, string> },
): Child {
  const child = startChild({
    ...program,
    // A cluster is the same on every machine: proxies and kubeconfigs of the user have no say in it.
    env: { PATH: process.env['PATH'], HOME: folder, ...program.env },
    logFile: join(folder, 'log', `${program.name}.log`),
  })
  updateRecord(folder, ({ processes }) => processes.push({ name: program.name, ...identify(child.pid) }))
  return child
}

/** Ends the program of that name, if it runs, and forgets it. */
export async function endTracked(folder: string, name: string): Promise<void> {
  const { processes } = updateRecord(folder, () => undefined)
  await killAll(processes.filter((each) => each.name === name))
  updateRecord(folder, (record) => {
    record.processes = record.processes.filter((each) => each.name !== name)
  })
}

/** Throws with the last words of the first program that has ended. */
export function requireRunning(children: readonly Child[]): void {
  for (const child of children) {
    const code = child.exitCode()
    if (code === undefined) continue
    const lastWords = child.output().trim().split('\n').slice(-6).join('\n')
    throw new Error(`${child.name} ended with exit code ${code}; ${child.logFile} ends with:\n${lastWords}`)
  }
}

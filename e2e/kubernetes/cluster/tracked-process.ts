import { join } from 'node:path'
import { startChild, type Child } from '../../../tools/processes/child.ts'
import { childrenOf, identify, isRunning, killAll, type ProcessIdentity } from './process-identity.ts'
import { readRecord, updateRecord, type TrackedProcess } from './rig-record.ts'

/** Starts a program of a cluster and writes it into the cluster's record, so that it can be ended whoever remembers. */
export function startTracked(
  folder: string,
  program: { name: string; command: string; args: readonly string[]; env?: Record<string, string> },
): Child {
  const { name, command, args } = program
  // A cluster is the same on every machine: proxies and kubeconfigs of the user have no say in it.
  const env = { PATH: process.env['PATH'] ?? '', HOME: folder, ...program.env }
  const child = startChild({ name, command, args, env, logFile: join(folder, 'log', `${name}.log`) })
  updateRecord(folder, (record) => {
    const others = record.processes.filter((each) => each.name !== name)
    record.processes = [...others, { name, ...identify(child.pid), command, args, env }]
  })
  return child
}

/** Ends a program of a cluster at once, as a crash would: `kube-apiserver`, `etcd`, `kwok`, `NODE-kubelet` and so on. */
export async function killProgram(folder: string, name: string): Promise<void> {
  const tracked = find(folder, name)
  await killAll([...inner(tracked), tracked])
}

/** Starts a program again that has ended, as it was started before. */
export function startProgram(folder: string, name: string): Child {
  const tracked = find(folder, name)
  if (isRunning(tracked)) throw new Error(`${name} is running`)
  return startTracked(folder, tracked)
}

/** Lets a program of a cluster hang: it keeps its connections and answers nothing. */
export function freezeProgram(folder: string, name: string): void {
  signal(folder, name, 'SIGSTOP')
}

/** Lets a program that hangs go on. */
export function thawProgram(folder: string, name: string): void {
  signal(folder, name, 'SIGCONT')
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

function signal(folder: string, name: string, signalName: NodeJS.Signals): void {
  const tracked = find(folder, name)
  for (const each of [...inner(tracked), tracked]) process.kill(each.pid, signalName)
}

/** What runs inside a node's space is the child of what has entered it. */
function inner({ pid }: ProcessIdentity): ProcessIdentity[] {
  return childrenOf(pid).map(identify)
}

function find(folder: string, name: string): TrackedProcess {
  const processes = readRecord(folder)?.processes ?? []
  const found = processes.find((each) => each.name === name)
  if (!found) throw new Error(`there is no program ${name}: there are ${processes.map((each) => each.name).join(', ')}`)
  return found
}

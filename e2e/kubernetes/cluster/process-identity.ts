import { existsSync, readFileSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'

/** A process as it can be found again: ids are used anew, so the time of its start belongs to it. */
export interface ProcessIdentity {
  pid: number
  /** In the kernel's ticks since it was started. */
  startedAt: string
}

/** Throws when there is no such process. */
export function identify(pid: number): ProcessIdentity {
  const startedAt = statOf(pid)?.startedAt
  if (startedAt === undefined) throw new Error(`there is no process ${pid}`)
  return { pid, startedAt }
}

export function isRunning({ pid, startedAt }: ProcessIdentity): boolean {
  const stat = statOf(pid)
  return stat !== undefined && stat.startedAt === startedAt && stat.state !== 'Z'
}

/** Ends processes at once and waits until they are gone. */
export async function killAll(processes: readonly ProcessIdentity[]): Promise<void> {
  for (const each of processes) if (isRunning(each)) process.kill(each.pid, 'SIGKILL')
  const deadline = Date.now() + 20_000
  for (const each of processes) {
    while (isRunning(each)) {
      if (Date.now() > deadline) throw new Error(`process ${each.pid} does not end`)
      await wait(10)
    }
  }
}

/** The processes that a process has started. */
export function childrenOf(pid: number): number[] {
  const path = `/proc/${pid}/task/${pid}/children`
  if (!existsSync(path)) return []
  return readFileSync(path, 'utf8').trim().split(' ').filter(Boolean).map(Number)
}

function statOf(pid: number): { state: string; startedAt: string } | undefined {
  try {
    // The second field is a name in brackets, which may hold anything.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')
    const [state, startedAt] = [fields?.[0], fields?.[19]]
    return state === undefined || startedAt === undefined ? undefined : { state, startedAt }
  } catch (error) {
    if (['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined
    throw error
  }
}

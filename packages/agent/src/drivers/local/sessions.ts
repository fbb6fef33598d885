import { readdirSync, readFileSync } from 'node:fs'
import { isAlive, readStat, type ProcessIdentity, type ProcessStat } from '../../lib/process-identity.ts'
import { hasCode } from '../../lib/files.ts'

const READS_PER_TURN = 200

/** All processes of the host that /proc shows. Other work gets its turn in between: a big host has thousands. */
export async function scanProcesses(): Promise<ProcessStat[]> {
  const found: ProcessStat[] = []
  for (const [index, pid] of listPids().entries()) {
    if (index % READS_PER_TURN === READS_PER_TURN - 1) await new Promise(setImmediate)
    const stat = readStat(pid)
    if (stat !== undefined) found.push(stat)
  }
  return found
}

/**
 * Sends a signal to every process group of the session that `leader` leads. Nothing is sent unless exactly that process still leads
 * it: while it lives, its number cannot be given to anybody else.
 */
export function signalSession(leader: ProcessIdentity, boot: string, signal: NodeJS.Signals): void {
  if (!isAlive(leader, boot)) return
  const groups = new Set([leader.pid])
  if (process.platform === 'linux') {
    for (const pid of listPids()) {
      const stat = readStat(pid)
      if (stat?.session === leader.pid) groups.add(stat.group)
    }
  }
  for (const group of groups) killGroup(group, signal)
}

/**
 * Kills what is left of sessions whose leaders are gone. A number alone proves nothing then, so only processes that carry the run's
 * own variable are touched. Returns how many.
 */
export function sweepSessions(leaders: ProcessIdentity[], boot: string, mark: string): number {
  if (process.platform !== 'linux') return 0
  const gone = leaders.filter((leader) => leader.boot === boot && !isAlive(leader, boot)).map(({ pid }) => pid)
  if (gone.length === 0) return 0
  let count = 0
  for (const pid of listPids()) {
    const stat = readStat(pid)
    if (stat === undefined || stat.state === 'Z' || !gone.includes(stat.session) || !carries(pid, mark)) continue
    killProcess(pid)
    count += 1
  }
  return count
}

function listPids(): number[] {
  return readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? [Number(name)] : []))
}

function carries(pid: number, mark: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0').includes(mark)
  } catch {
    // Gone meanwhile, or another user's: not ours in either case.
    return false
  }
}

function killGroup(group: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-group, signal)
  } catch (error) {
    if (!hasCode(error, 'ESRCH')) throw error
  }
}

function killProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if (!hasCode(error, 'ESRCH')) throw error
  }
}

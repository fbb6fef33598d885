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
  for (const { group } of recentSessions().get(leader.pid) ?? []) groups.add(group)
  for (const group of groups) killGroup(group, signal)
}

/** What a run may have left: the leaders of its sessions, all ended, and the variable that its processes carry. */
export type Remains = { leaders: ProcessIdentity[]; mark: string }

/**
 * Kills what is left of sessions whose leaders are gone. A number alone proves nothing then, so only processes that carry the run's
 * own variable are touched. Returns how many. The host is looked at once for all of them.
 */
export function sweepRemains(remains: Remains[], boot: string): number {
  const bySession = readSessions()
  let count = 0
  for (const { leaders, mark } of remains) {
    for (const leader of leaders) {
      if (leader.boot !== boot || isAlive(leader, boot)) continue
      for (const { pid, state } of bySession.get(leader.pid) ?? []) {
        if (state === 'Z' || !carries(pid, mark)) continue
        killProcess(pid)
        count += 1
      }
    }
  }
  return count
}

/** Processes by session, as of a moment ago: many runs that are signalled together look at the host once. */
let table: { at: number; bySession: Map<number, ProcessStat[]> } | undefined
const TABLE_MS = 50

function recentSessions(): Map<number, ProcessStat[]> {
  const now = performance.now()
  if (table === undefined || now - table.at > TABLE_MS) table = { at: now, bySession: readSessions() }
  return table.bySession
}

function readSessions(): Map<number, ProcessStat[]> {
  if (process.platform !== 'linux') return new Map()
  return Map.groupBy(
    listPids().flatMap((pid) => readStat(pid) ?? []),
    (stat) => stat.session,
  )
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

import { readFileSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { readIfThere } from './files.ts'

/**
 * Names one process for good: a number alone is given again to others. `start` is when it began (clock ticks since boot on Linux, a
 * date elsewhere), `boot` the start of the host.
 */
export type ProcessIdentity = { pid: number; start: string; boot: string }

/** What `/proc/<pid>/stat` says. Ticks are hundredths of a second; those of children that ended and were waited for are included. */
export type ProcessStat = {
  pid: number
  state: string
  group: number
  session: number
  cpuTicks: number
  startTicks: string
  residentPages: number
}

/** Reads one process from /proc; undefined when it is not there. */
export function readStat(pid: number): ProcessStat | undefined {
  let text: string
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'latin1')
  } catch {
    // Gone, or never there: reading a process that ends gives one of several errors.
    return undefined
  }
  // The name is in parentheses and may itself hold any of them.
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ')
  return {
    pid,
    state: fields[0] ?? '',
    group: Number(fields[2]),
    session: Number(fields[3]),
    cpuTicks: Number(fields[11]) + Number(fields[12]) + Number(fields[13]) + Number(fields[14]),
    startTicks: fields[19] ?? '',
    residentPages: Number(fields[21]),
  }
}

/** Changes with each start of the host. */
export function bootId(): string {
  if (process.platform === 'linux') return (readIfThere('/proc/sys/kernel/random/boot_id') ?? 'unknown').trim()
  return ask('sysctl', ['-n', 'kern.boottime'])
}

/** The identity of a living process, or undefined. */
export function identify(pid: number, boot: string): ProcessIdentity | undefined {
  if (process.platform === 'linux') {
    const stat = readStat(pid)
    // A zombie has ended and only waits to be counted.
    return stat === undefined || stat.state === 'Z' ? undefined : { pid, start: stat.startTicks, boot }
  }
  const start = ask('ps', ['-o', 'lstart=', '-p', String(pid)])
  return start === '' ? undefined : { pid, start, boot }
}

/** True while exactly this process lives. */
export function isAlive(identity: ProcessIdentity, boot: string): boolean {
  if (identity.boot !== boot) return false
  return identify(identity.pid, boot)?.start === identity.start
}

function ask(program: string, args: string[]): string {
  try {
    return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
  } catch {
    // `ps` answers with an error for a process that is not there.
    return ''
  }
}

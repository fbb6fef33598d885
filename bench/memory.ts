import { readFileSync, readdirSync } from 'node:fs'

/** Resident memory of a process, in MiB. */
export function rssOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024)
}

/** PostgreSQL's processes share pages, so their memory is counted by proportional share. In MiB. */
export function postgresRss(postmaster: number): number {
  let kib = 0
  for (const entry of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const parent = / (\d+) /.exec(readFileSync(`/proc/${entry}/stat`, 'utf8').replace(/^.*\) \S/, ''))?.[1]
      if (Number(entry) !== postmaster && Number(parent) !== postmaster) continue
      kib += Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${entry}/smaps_rollup`, 'utf8'))?.[1] ?? 0)
    } catch {
      // The process ended while we looked.
    }
  }
  return Math.round(kib / 1024)
}

import { readFileSync } from 'node:fs'
import { childrenOf, isRunning } from '../cluster/process-identity.ts'
import { listRecords, rigHome, type RigRecord } from '../cluster/rig-record.ts'

/** Prints the clusters, their programs and the memory that they hold. */
export function printStatus(): void {
  const records = listRecords()
  if (process.env['KUBECONFIG'] !== undefined)
    process.stdout.write(`KUBECONFIG is set: tests use that cluster instead of starting one\n`)
  if (records.length === 0) process.stdout.write(`no cluster in ${rigHome()}\n`)
  for (const record of records) process.stdout.write(`${describe(record)}\n`)
}

function describe(record: RigRecord): string {
  const running = record.processes.filter(isRunning)
  const state = running.length === 0 ? 'stopped' : running.length < record.processes.length ? 'broken' : 'up'
  const lines = running.map(
    ({ name, pid }) => `  ${name.padEnd(32)} ${String(pid).padStart(8)} ${megabytes([pid, ...childrenOf(pid)])}`,
  )
  const owner = record.owner ? `, in use by process ${record.owner.pid}` : ''
  return [`${record.name}: ${state}, Kubernetes ${record.version}, ${record.url}${owner}`, ...lines].join('\n')
}

function megabytes(pids: readonly number[]): string {
  const kilobytes = pids.map((pid) =>
    Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0),
  )
  return `${Math.round(kilobytes.reduce((sum, each) => sum + each, 0) / 1024)} MB`.padStart(8)
}

import type { CalibrationReport, Coverage, SimulationResult } from '@fairlead/scheduler'
import type { ReplayCase } from './replay-case.ts'

const HOUR = 3_600_000

/** For people: the orders beside each other, and each queue in each of them. */
export function orderTable(one: ReplayCase, played: readonly { result: SimulationResult; ms: number }[]): string {
  const rows = [
    [
      'order',
      'time s',
      'preempted',
      'lost GPU h',
      'wait mean h',
      'p50',
      'p90',
      'p99',
      'max',
      'delay mean h',
      'share error',
      'owed',
      'use',
    ],
  ]
  for (const { result, ms } of played) {
    const pool = result.pools[0]!
    const { waits, delays } = pool
    rows.push([
      result.order,
      (ms / 1_000).toFixed(1),
      String(result.counts.preemptions),
      ((pool.lost['gpu'] ?? 0) / 1_000 / HOUR).toFixed(0),
      ...[waits.mean, waits.p50, waits.p90, waits.p99, waits.max, delays.mean].map(hours),
      pool.shareError.toFixed(3),
      pool.owed.toFixed(3),
      (pool.utilisation['gpu'] ?? 0).toFixed(3),
    ])
  }
  if (one.peer !== undefined) {
    const { machineMs, preemptions, waitMeanMs } = one.peer
    rows.push([
      'Armada*',
      (machineMs / 1_000).toFixed(1),
      String(preemptions),
      '',
      hours(waitMeanMs),
      '',
      '',
      '',
      '',
      '',
      '',
      '',
      '',
    ])
  }
  const queues = [['queue', 'jobs', ...played.flatMap(({ result }) => [`${result.order} wait h`, 'error'])]]
  for (const { queueId, workloads } of played[0]!.result.queues) {
    const cells = played.flatMap(({ result }) => {
      const queue = result.queues.find((other) => other.queueId === queueId)
      return queue === undefined ? ['', ''] : [hours(queue.waits.mean), queue.shareError.toFixed(3)]
    })
    queues.push([queueId, String(workloads), ...cells])
  }
  const note = one.peer === undefined ? '' : `* ${one.peer.name}; ${one.peer.source}\n`
  return `\n${one.name}\n${one.inputs}\n\n${aligned(rows)}${note}\n${aligned(queues)}`
}

/** How often forecasts held, as drawn and as corrected by what was known when they were made. */
export function forecastTable({ waiting, byWait, bySize, startsNow, all, open }: CalibrationReport): string {
  const row = (name: string, { count, p50Drawn, p50, p90Drawn, p90 }: Coverage) => [
    name,
    String(count),
    ...[p50Drawn, p50, p90Drawn, p90].map(percent),
  ]
  const sizes = Object.entries(bySize).sort(([a], [b]) => Number(a) - Number(b))
  const rows = [
    ['median forecast', 'forecasts', 'p50 drawn', 'p50 corrected', 'p90 drawn', 'p90 corrected'],
    ...Object.entries(byWait).map(([wait, coverage]) => row(wait === 'longer' ? wait : `up to ${wait}`, coverage)),
    ...sizes.map(([size, coverage]) => row(`${size} GPUs`, coverage)),
    row('all that had to wait', waiting),
  ]
  return `\nHow often forecasts held\n${aligned(rows)}starts now: ${startsNow.count}, held ${percent(startsNow.held)}; all: p50 ${percent(all.p50)}, p90 ${percent(all.p90)}; open: ${open}\n`
}

function percent(part: number): string {
  return `${(part * 100).toFixed(1)} %`
}

function hours(ms: number): string {
  return (ms / HOUR).toFixed(2)
}

function aligned(rows: readonly string[][]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)))
  return rows
    .map((row) =>
      row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join('  '),
    )
    .map((line) => `${line.trimEnd()}\n`)
    .join('')
}

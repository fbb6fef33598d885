import type { Run } from '@fairlead/sdk'
import type { Collected } from './collect.ts'

export interface Accounting {
  /** Rows that were submitted and taken. */
  rows: number
  /** Workloads that the control plane has of this replay. */
  workloads: number
  succeeded: number
  succeededRuns: number
  runs: number
  /** Anything that is not as it must be. */
  problems: string[]
}

const PROBLEMS_MAX = 100

/**
 * Nothing lost, nothing doubled: each row that was taken has exactly one workload, each workload that succeeded has exactly one run that did and
 * no other has one, and no workload ever had two runs at the same time.
 */
export function verifyAccounting(ids: ReadonlyMap<number, string>, collected: readonly Collected[]): Accounting {
  const problems: string[] = []
  const found = new Map<string, number>()
  for (const { workload } of collected) found.set(workload.id, (found.get(workload.id) ?? 0) + 1)
  for (const [line, id] of ids) {
    const count = found.get(id) ?? 0
    if (count !== 1) problems.push(`line ${line} has ${count} workloads`)
  }
  const expected = new Set(ids.values())
  if (expected.size !== ids.size) problems.push(`${ids.size - expected.size} lines share a workload with another`)
  for (const { workload } of collected) {
    if (!expected.has(workload.id)) problems.push(`${workload.name} belongs to no line that was submitted`)
  }
  let succeeded = 0
  let succeededRuns = 0
  let runs = 0
  for (const { workload, runs: mine } of collected) {
    const good = mine.filter((run) => run.phase === 'SUCCEEDED').length
    const wanted = workload.status.phase === 'SUCCEEDED' ? 1 : 0
    succeeded += wanted
    succeededRuns += good
    runs += mine.length
    if (good !== wanted) problems.push(`${workload.name} is ${workload.status.phase} with ${good} runs that succeeded`)
    if (overlap(mine)) problems.push(`${workload.name} had two runs at the same time`)
  }
  return {
    rows: ids.size,
    workloads: collected.length,
    succeeded,
    succeededRuns,
    runs,
    problems: problems.slice(0, PROBLEMS_MAX),
  }
}

function overlap(runs: readonly Run[]): boolean {
  const inOrder = runs.toSorted((a, b) => a.generation - b.generation)
  return inOrder.some((run, index) => {
    const next = inOrder[index + 1]
    return next !== undefined && (run.finishedAt === null || next.assignedAt < run.finishedAt)
  })
}

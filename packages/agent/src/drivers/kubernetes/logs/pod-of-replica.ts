import { isService } from '../observe/main-facts.ts'
import type { PodFacts } from '../observe/pod-facts.ts'
import type { RunRecord } from '../observe/run-record.ts'
import type { WorldRun } from '../observe/world.ts'

/** The pod whose output is that of a replica. Of several for one index the newest that is there; services number theirs by age. */
export function podOf(run: WorldRun & { record: RunRecord }, replica: number): PodFacts | undefined {
  const pods = [...run.pods.values()].toSorted(
    (a, b) =>
      Number(a.isGone === true) - Number(b.isGone === true) ||
      a.createdAt - b.createdAt ||
      a.name.localeCompare(b.name),
  )
  if (isService(run.record.facts.main)) return pods[replica]
  return pods.find((pod) => pod.index === replica)
}

import { useCallback } from 'react'
import { Section } from '../../components/page/section.tsx'
import { describeAmounts } from '../../lib/format/amounts.ts'
import type { Outputs } from '../../lib/trpc.ts'
import { UsageGraphs } from '../usage/usage-graphs.tsx'

interface WorkloadUsageProps {
  workload: Outputs['workloads']['get']
  runs: Outputs['workloads']['runs']['items']
}

/** What the runs of a workload used, a line each. */
export function WorkloadUsage({ workload, runs }: WorkloadUsageProps) {
  const nameOf = useCallback(
    ({ key }: { key: string }) => {
      const run = runs.find(({ id }) => id === key)
      return run ? `run ${run.generation}` : 'earlier run'
    },
    [runs],
  )
  return (
    <Section title="Usage" note={`each replica may use ${describeAmounts(workload.requests)}`}>
      <UsageGraphs
        of={{ workload: workload.id }}
        nameOf={nameOf}
        note="All replicas of a run together. Drag to look closer, double-click for all."
      />
    </Section>
  )
}

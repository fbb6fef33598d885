import { plural } from '../../lib/format/numbers.ts'
import type { Outputs } from '../../lib/trpc.ts'
import { PHASE_LOOKS, type Phase } from './phases.ts'

type Run = Outputs['workloads']['runs']['items'][number]
const SHOWN_MAX = 24

/** How the replicas of a run are, in words, and one by one on hover. */
export function ReplicaSummary({ run }: { run: Run }) {
  const counts = Map.groupBy(run.replicas, ({ phase }) => phase)
  if (run.replicas.length === 0) return <span>{plural(run.nodes.length, 'replica')}</span>
  const text = [...counts].map(([phase, list]) => `${list.length} ${wordOf(phase).toLowerCase()}`).join(', ')
  const each = run.replicas
    .slice(0, SHOWN_MAX)
    .map(({ index, phase, node, exitCode, message }) =>
      [
        `${index}: ${wordOf(phase).toLowerCase()}`,
        node ? `on ${node}` : '',
        exitCode === null ? '' : `exit ${exitCode}`,
        message ?? '',
      ]
        .filter(Boolean)
        .join(', '),
    )
  const rest = run.replicas.length - each.length
  return <span data-tip={[...each, rest > 0 ? `and ${rest} more` : ''].filter(Boolean).join('\n')}>{text}</span>
}

function wordOf(phase: string): string {
  return (PHASE_LOOKS[phase as Phase] as { word: string } | undefined)?.word ?? phase
}

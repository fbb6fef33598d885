import type { WorkloadPhase } from '../../db/schema/workloads.ts'

/** One sentence about how a run ended and what became of its workload. */
export function describeEnd(
  run: { phase: string; reason: string | null; message: string | null; exitCode: number | null },
  workloadPhase: WorkloadPhase,
): string {
  const what = cause(run)
  return workloadPhase === 'QUEUED' ? `${what}; back in the queue` : what
}

function cause({ phase, reason, message, exitCode }: Parameters<typeof describeEnd>[0]): string {
  if (phase === 'SUCCEEDED') return 'ended with success'
  switch (reason) {
    case 'EXIT_NONZERO':
      return `ended with exit code ${exitCode ?? 'unknown'}`
    case 'TIMEOUT':
      return 'stopped: its running time was over'
    case 'PREEMPTED':
      return message ?? 'preempted'
    case 'SUSPENDED':
      return 'stopped'
    case 'USER_CANCEL':
      return 'cancelled'
    case 'DECLINED':
      return `declined by the cluster${message ? `: ${message}` : ''}`
    case 'NODE_LOST':
      return `a node was lost${message ? `: ${message}` : ''}`
    case 'CLUSTER_LOST':
      return message ?? 'its cluster was lost'
    case null:
      return message ?? phase.toLowerCase()
    default:
      return message ?? reason
  }
}

import type { WorkloadPhase } from '../db/schema/workloads.ts'

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
  const detail = message ? `: ${message}` : ''
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
      return `declined by the cluster${detail}`
    case 'NODE_LOST':
      return `a node was lost${detail}`
    case 'CLUSTER_LOST':
      return message ?? 'its cluster was lost'
    case 'OOM':
      return `it used more memory than it may${detail}`
    case 'IMAGE_PULL':
      return `its image could not be pulled${detail}`
    case 'IMAGE_PULL_SECRET_NOT_FOUND':
      return `the secret for its registry is not in the namespace${detail}`
    case 'ADMISSION_DENIED':
      return `the cluster's own rules refused it${detail}`
    case 'NAMESPACE_QUOTA':
      return `the quota of its namespace in the cluster is used up${detail}`
    case 'DATA_NOT_FOUND':
      return `data that it needs is not there${detail}`
    case 'DATA_FORBIDDEN':
      return `data that it needs is closed to it${detail}`
    case 'CONFIG_INVALID':
      return `it cannot be started as it is written${detail}`
    case 'EVICTED':
      return `its node put it out${detail}`
    case null:
      return message ?? phase.toLowerCase()
    default:
      return message ?? reason
  }
}

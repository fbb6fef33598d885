import type { Told } from '../../lib/told.ts'
import { isFinal, type Workload } from '../workloads/phases.ts'

export interface News {
  tone: 'success' | 'error' | 'info'
  title: string
  detail?: string
  /** Nothing can come after it. */
  isLast: boolean
}

type Seen = Pick<Workload, 'name' | 'status' | 'cluster'>

/** What there is to say of a workload that was known in another phase: that it started, ended or failed. Undefined: nothing that somebody waits for. */
export function newsOf(known: Told, { name, status, cluster }: Seen): News | undefined {
  const { phase, message, exitCode } = status
  if (phase === known.phase) return undefined
  const why = message === null ? {} : { detail: message }
  if (phase === 'RUNNING')
    return {
      tone: 'success',
      title: `${name} runs`,
      ...(cluster ? { detail: `in cluster ${cluster.name}` } : {}),
      isLast: false,
    }
  if (phase === 'SUCCEEDED') return { tone: 'success', title: `${name} has ended with success`, isLast: true }
  if (phase === 'FAILED')
    return {
      tone: 'error',
      title: `${name} failed${exitCode === null ? '' : ` with exit code ${exitCode}`}`,
      ...why,
      isLast: true,
    }
  return isFinal(phase) ? { tone: 'info', title: `${name} was cancelled`, ...why, isLast: true } : undefined
}

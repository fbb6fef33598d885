import type { PodSpec } from '@fairlead/protocol'
import type { Amounts } from '../common/schemas.ts'
import type { WorkloadSpec } from './schemas.ts'

/** A workload's spec as kept in the database: defaults applied, amounts in base units, references by id, pods as the agent gets them. */
export interface StoredSpec extends Pick<
  WorkloadSpec,
  'template' | 'size' | 'image' | 'command' | 'args' | 'env' | 'workingDir' | 'priority' | 'preemptible' | 'annotations'
> {
  labels: Record<string, string>
  resources: Amounts
  replicas: number
  /** Absent: all of them or none. */
  replicasMin?: number
  /** Seconds; null: no limit. */
  timeout: number | null
  stopGrace: number
  retry: NonNullable<WorkloadSpec['retry']>
  placement: Omit<WorkloadSpec['placement'], 'clusters' | 'nodePool' | 'fallbackPools'> & {
    nodePoolId: string
    fallbackPoolIds?: string[]
    clusterIds: string[]
  }
  /** Absent: any driver can take it. */
  pod?: PodSpec
}

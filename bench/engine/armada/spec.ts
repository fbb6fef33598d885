import type { Resources, Taint, Toleration } from '@fairlead/scheduler'

/** The files of Armada's simulator, as far as a planner cares. Spans in milliseconds, counted from the start of the simulation. */
export interface ClusterSpec {
  name: string
  clusters: { name: string; pool: string; nodeTemplates: NodeTemplate[] }[]
  /** From the lease to the start of the run. */
  pendingDelay: ShiftedExponential
}

export interface NodeTemplate {
  number: number
  labels: Record<string, string>
  taints: Taint[]
  allocatable: Resources
}

export interface WorkloadSpec {
  name: string
  /** 0: drawn from the clock there; a fixed one here. */
  randomSeed: number
  queues: { name: string; weight: number; jobTemplates: JobTemplate[] }[]
}

export interface JobTemplate {
  id: string
  number: number
  /** Lower goes first, within the priority class. */
  queuePriority: number
  priorityClassName: string
  requests: Resources
  nodeSelector: Record<string, string>
  tolerations: Toleration[]
  earliestSubmitMs: number
  /** Ids of templates all of whose jobs must have ended. */
  dependencies: string[]
  afterDependenciesMs: number
  runtime: ShiftedExponential
  /** 0: no gangs. */
  gangCardinality: number
  gangNodeUniformityLabel: string
}

/** A minimum and an exponential tail of this mean. */
export interface ShiftedExponential {
  minimumMs: number
  tailMeanMs: number
}

export interface PriorityClass {
  priority: number
  preemptible: boolean
}

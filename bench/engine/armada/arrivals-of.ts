import type { Arrival, WorkloadUpsert } from '@fairlead/scheduler'
import { seeded } from '../seeded.ts'
import { classNamed, type PriorityClasses } from './read-classes.ts'
import type { JobTemplate, ShiftedExponential } from './spec.ts'
import { CLUSTER_LABEL } from './world-of.ts'

/** Everything about a template's surroundings that its jobs need. */
export interface TemplateContext {
  /** Number of the template in its file: each draws its running times for itself. */
  index: number
  randomSeed: number
  queueId: string
  pools: readonly string[]
  classes: PriorityClasses
  pendingDelay: ShiftedExponential
}

/** The jobs of a template, all submitted at one moment; a gang is one workload. */
export function arrivalsOf(template: JobTemplate, at: number, context: TemplateContext): Arrival[] {
  const random = seeded(((context.randomSeed + 1) * 2_654_435_761 + context.index * 40_503) | 1)
  const size = Math.max(1, template.gangCardinality)
  const workload = workloadOf(template, at, size, context)
  return Array.from({ length: template.number / size }, (_, i) => ({
    at,
    workload: { ...workload, id: `${template.id}/${String(i).padStart(6, '0')}` },
    runtimeMs: drawn(context.pendingDelay, random, false) + drawn(template.runtime, random, size > 1),
  }))
}

/** Members of a gang end together: without a tail. */
function drawn({ minimumMs, tailMeanMs }: ShiftedExponential, random: () => number, isGang: boolean): number {
  return minimumMs + (isGang ? 0 : -Math.log(1 - random()) * tailMeanMs)
}

const CLASS_SPAN = 1_000_000

function workloadOf(template: JobTemplate, at: number, replicas: number, context: TemplateContext): WorkloadUpsert {
  const [poolId = '', ...fallbackPoolIds] = context.pools
  const { priority } = classNamed(context.classes, template.priorityClassName)
  const label = template.gangNodeUniformityLabel
  const isUniform = replicas > 1 && label !== '' && label !== CLUSTER_LABEL
  return {
    kind: 'workload',
    id: template.id,
    queueId: context.queueId,
    poolId,
    ...(fallbackPoolIds.length === 0 ? {} : { fallbackPoolIds }),
    classKey: template.id,
    submittedAt: at,
    priority: priority * CLASS_SPAN - template.queuePriority,
    preemptible: true,
    replicas,
    requests: template.requests,
    clusterIds: [],
    nodeSelector: template.nodeSelector,
    tolerations: template.tolerations,
    ...(isUniform ? { topology: { required: label } } : {}),
    avoid: [],
  }
}

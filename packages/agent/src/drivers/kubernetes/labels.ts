import type { RunRef, RunRequest } from '../driver.ts'

/** Marks on objects in the cluster. The labels name the run; the annotations keep what has to survive the agent. */
export const LABEL = {
  managedBy: 'app.kubernetes.io/managed-by',
  name: 'app.kubernetes.io/name',
  instance: 'app.kubernetes.io/instance',
  component: 'app.kubernetes.io/component',
  partOf: 'app.kubernetes.io/part-of',
  cluster: 'fairlead.dev/cluster',
  /** On a namespace that an agent made: which one. */
  agent: 'fairlead.dev/agent',
  run: 'fairlead.dev/run',
  generation: 'fairlead.dev/generation',
  workload: 'fairlead.dev/workload',
  workloadId: 'fairlead.dev/workload-id',
  project: 'fairlead.dev/project',
  kind: 'fairlead.dev/kind',
  jobType: 'fairlead.dev/job-type',
  plainJobType: 'job-type',
  /** On the record of a run: there is a run here. */
  record: 'fairlead.dev/record',
  /** On what stays for a while after the run was forgotten. */
  forgotten: 'fairlead.dev/forgotten',
  /** On a claim of a workload: whether it outlives it. */
  keep: 'fairlead.dev/keep',
} as const

export const ANNOTATION = {
  /** Of the main object: digest of the request that it was made from. */
  digest: 'fairlead.dev/request-digest',
  /** Of the record: the figures that the agent needs at every look. */
  facts: 'fairlead.dev/facts',
  /** Of the record: why and how the run is to end. */
  end: 'fairlead.dev/end',
  /** Of a claim: its workload may have come to its end. */
  workloadEnded: 'fairlead.dev/workload-ended',
  /** Of the record: how the run ended, for good. */
  outcome: 'fairlead.dev/outcome',
} as const

export const MANAGER = 'fairlead'

/** Everything of one cluster's agent, and nothing of anybody else. */
export function ownSelector(clusterId: string): string {
  return `${LABEL.managedBy}=${MANAGER},${LABEL.cluster}=${clusterId},!${LABEL.forgotten}`
}

export function runSelector(clusterId: string, ref: RunRef): string {
  return `${ownSelector(clusterId)},${LABEL.run}=${ref.runId},${LABEL.generation}=${ref.generation}`
}

/** The labels of every object of a run. */
export function runLabels(clusterId: string, request: RunRequest): Record<string, string> {
  const { workload, project, jobType = workload.kind } = request.spec
  const name = labelValue(workload.name)
  return {
    ...customLabels(workload.labels),
    [LABEL.managedBy]: MANAGER,
    [LABEL.name]: name,
    [LABEL.instance]: labelValue(`${workload.name}-${request.runId.slice(0, 8)}`),
    [LABEL.component]: labelValue(workload.kind),
    [LABEL.partOf]: MANAGER,
    [LABEL.cluster]: clusterId,
    [LABEL.run]: request.runId,
    [LABEL.generation]: String(request.generation),
    [LABEL.workload]: name,
    [LABEL.workloadId]: workload.id,
    [LABEL.project]: labelValue(project.name),
    [LABEL.kind]: labelValue(workload.kind),
    [LABEL.jobType]: labelValue(jobType),
    [LABEL.plainJobType]: labelValue(jobType),
  }
}

/** The run that an object belongs to, by its labels. */
export function refOf(labels: Record<string, string> | undefined): RunRef | undefined {
  const runId = labels?.[LABEL.run]
  const generation = Number(labels?.[LABEL.generation])
  return runId === undefined || !Number.isSafeInteger(generation) ? undefined : { runId, generation }
}

export function keyOf({ runId, generation }: RunRef): string {
  return `${runId}:${generation}`
}

/** A text as a label may hold it. */
export function labelValue(text: string): string {
  return text
    .replaceAll(/[^A-Za-z0-9._-]+/g, '-')
    .slice(0, 63)
    .replaceAll(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '')
}

/** Labels of the user's that Kubernetes takes as they are; those of Kubernetes and of ours are not for users. */
function customLabels(labels: Record<string, string>): Record<string, string> {
  const isFree = (name: string): boolean =>
    /^([a-z0-9.-]{1,253}\/)?[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/.test(name) &&
    !/(^|\.)(kubernetes|k8s)\.io\/|^fairlead\.dev\//.test(name)
  return Object.fromEntries(
    Object.entries(labels).filter(([name, value]) => isFree(name) && labelValue(value) === value),
  )
}

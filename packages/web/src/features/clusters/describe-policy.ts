import { plural } from '../../lib/format/numbers.ts'
import type { Outputs } from '../../lib/trpc.ts'
import { kindWord } from '../workloads/kinds.ts'

export type Capabilities = NonNullable<Outputs['clusters']['get']['capabilities']>

const LOGS: Record<string, string> = {
  local: 'Output stays in the cluster and is read there.',
  redact: 'Output may leave with what looks like a secret hidden, and no more openly than that.',
  relay: 'Output may be passed on live, and never kept on the way.',
  stream: 'Output may be passed on live.',
}

/** What the owner of a cluster lets happen there, one sentence each. Empty: nothing is limited. */
export function describePolicy(policy: Capabilities['policy']): string[] {
  const { namespaces, kinds, registries, logs, exec, maxGpus, maxReplicas } = policy
  return [
    namespaces &&
      `Work may only be in ${namespaces.length > 0 ? `the namespaces ${listed(namespaces)}` : 'no namespace'}.`,
    kinds && (kinds.length > 0 ? `Only these kinds of work: ${listed(kinds.map(kindWord))}.` : 'No work at all.'),
    registries && `Images only from ${registries.length > 0 ? listed(registries) : 'nowhere'}.`,
    maxGpus === undefined ? undefined : `At most ${plural(maxGpus, 'GPU')} for all work together.`,
    maxReplicas === undefined ? undefined : `At most ${plural(maxReplicas, 'replica')} for one workload.`,
    logs === undefined ? undefined : (LOGS[logs] ?? `Output: ${logs} at most.`),
    exec === undefined ? undefined : exec ? 'Shells inside pods are allowed.' : 'No shells inside pods.',
  ].filter((sentence) => sentence !== undefined)
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

/** Controllers by the resource that shows that they are there. */
const CONTROLLERS: Record<string, { name: string; use: string }> = {
  'jobsets.jobset.x-k8s.io': { name: 'JobSet', use: 'distributed jobs' },
  'trainjobs.trainer.kubeflow.org': { name: 'Kubeflow Trainer', use: 'distributed jobs' },
  'rayjobs.ray.io': { name: 'KubeRay', use: 'distributed jobs' },
  'inferenceservices.serving.kserve.io': { name: 'KServe', use: 'endpoints' },
}

export interface Controller {
  name: string
  use: string
  versions: string
}

/** What was found installed, in words where its resource is known. */
export function controllersOf(apis: Capabilities['apis']): Controller[] {
  return apis.map(({ name, versions }) => ({
    name: CONTROLLERS[name]?.name ?? name,
    use: CONTROLLERS[name]?.use ?? 'not used by work here',
    versions: versions.join(', '),
  }))
}

/** Rights that are missing, those of one namespace together. */
export function missingByNamespace(missing: Capabilities['missingRights']): { namespace: string; rights: string }[] {
  return [...Map.groupBy(missing, ({ namespace }) => namespace)].map(([namespace, rights]) => ({
    namespace,
    rights: rights.map(({ verb, resource }) => `${verb} ${resource}`).join(', '),
  }))
}

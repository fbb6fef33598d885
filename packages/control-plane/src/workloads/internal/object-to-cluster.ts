import type { ClusterStatus } from '@fairlead/protocol'
import { KIND_DEFAULTS } from '../kinds.ts'
import type { WorkloadKind } from '../schemas.ts'
import type { StoredSpec } from '../stored-spec.ts'

/** What is known of a cluster when work is submitted. */
export interface ClusterFacts {
  name: string
  driver: string | null
  capabilities: Pick<ClusterStatus, 'kubernetes' | 'apis' | 'missingRights' | 'policy'> | null
}

export interface Asked {
  kind: WorkloadKind
  namespace: string
  spec: StoredSpec
}

/** The resource by which an installed engine is known. */
const API_OF_ENGINE: Readonly<Record<string, string>> = {
  jobset: 'jobsets.jobset.x-k8s.io',
  trainer: 'trainjobs.trainer.kubeflow.org',
  ray: 'rayjobs.ray.io',
  kserve: 'inferenceservices.serving.kserve.io',
}

/** Why a cluster cannot run what is asked, in words; undefined: nothing is known that stands against it. */
export function objectToCluster(cluster: ClusterFacts, asked: Asked): string | undefined {
  const { capabilities, driver } = cluster
  if (driver === 'local') return objectToHost(asked)
  if (!capabilities) return undefined
  return (
    objectToPolicy(capabilities.policy, asked) ??
    (capabilities.kubernetes ? objectToKubernetes(capabilities, asked) : undefined)
  )
}

function objectToHost({ kind, spec }: Asked): string | undefined {
  if (KIND_DEFAULTS[kind].needsPods) return `it runs processes on a host, and ${KIND_DEFAULTS[kind].about} needs pods`
  if (spec.command.length === 0) return 'it runs processes on a host, and there is no command'
  return undefined
}

function objectToKubernetes(
  { apis, missingRights }: NonNullable<ClusterFacts['capabilities']>,
  { kind, namespace, spec }: Asked,
): string | undefined {
  if (spec.image === undefined && !KIND_DEFAULTS[kind].bringsOwnImage) return 'it runs images, and none is named'
  const engine = spec.pod?.engine ?? 'auto'
  const api = API_OF_ENGINE[engine]
  if (api !== undefined && !apis.some(({ name }) => name === api)) return `${engine} is not installed there`
  const missing = missingRights.find((right) => right.namespace === namespace || right.namespace === '*')
  return missing && `its agent may not ${missing.verb} ${missing.resource} in the namespace ${namespace}`
}

function objectToPolicy(policy: ClusterStatus['policy'], { kind, namespace, spec }: Asked): string | undefined {
  const { kinds, namespaces, registries, maxReplicas, maxGpus } = policy
  const { image, replicas, resources } = spec
  if (kinds && !kinds.includes(kind)) return `its owner allows ${kinds.join(', ') || 'nothing'} there`
  if (namespaces && !namespaces.some((pattern) => fits(pattern, namespace))) {
    return `its owner does not allow the namespace ${namespace}`
  }
  if (image !== undefined && registries && !registries.some((start) => image.startsWith(start))) {
    return `its owner allows images from ${registries.join(', ') || 'nowhere'}`
  }
  if (maxReplicas !== undefined && replicas > maxReplicas) return `its owner allows ${maxReplicas} replicas at most`
  const gpus = ((resources['gpu'] ?? 0) * replicas) / 1000
  return maxGpus !== undefined && gpus > maxGpus ? `its owner allows ${maxGpus} GPUs at most` : undefined
}

function fits(pattern: string, name: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern
}

import type { ClusterStatus } from '@fairlead/protocol'
import { KIND_DEFAULTS } from '../kinds.ts'
import type { WorkloadKind } from '../schemas.ts'
import type { StoredSpec } from '../stored-spec.ts'

/** What is known of a cluster when work is submitted. */
export interface ClusterFacts {
  name: string
  driver: string | null
  capabilities: Pick<ClusterStatus, 'kubernetes' | 'apis' | 'missingRights' | 'namespaces' | 'policy'> | null
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

/** What a run of the kind is made of on every Kubernetes. */
const RESOURCE_OF_KIND: Record<WorkloadKind, string> = {
  job: 'batch/jobs',
  distributed: 'batch/jobs',
  evaluation: 'batch/jobs',
  'image-build': 'batch/jobs',
  workspace: 'apps/statefulsets',
  endpoint: 'apps/deployments',
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

function objectToHost({ spec }: Asked): string | undefined {
  const { command, args, env, pod } = spec
  if (command.length + args.length === 0) return 'it runs commands on a host, and there is none'
  const secret = Object.entries(env).find(([, value]) => typeof value !== 'string')
  if (secret) return `it runs commands on a host, which has no secret for ${secret[0]}`
  if (!pod) return undefined
  const { volumes, connections, build, config } = pod
  const needsPods = volumes.length + connections.length > 0 || build !== undefined || config !== undefined
  return needsPods ? 'it runs commands on a host, and this needs pods' : undefined
}

function objectToKubernetes(
  { apis, missingRights, namespaces }: NonNullable<ClusterFacts['capabilities']>,
  { kind, namespace, spec }: Asked,
): string | undefined {
  if (spec.image === undefined && !KIND_DEFAULTS[kind].bringsOwnImage) return 'it runs images, and none is named'
  if (!namespaces.some((pattern) => fits(pattern, namespace))) {
    return `its agent has no rights in the namespace ${namespace}: they come with projectNamespaces of its chart`
  }
  const engine = spec.pod?.engine ?? 'auto'
  const api = API_OF_ENGINE[engine]
  if (api !== undefined && !apis.some(({ name }) => name === api)) return `${engine} is not installed there`
  const resource = RESOURCE_OF_KIND[kind]
  const isMissing = missingRights.some(
    (right) => right.namespace === namespace && right.verb === 'create' && right.resource === resource,
  )
  return isMissing ? `its agent may not create ${resource} in the namespace ${namespace}` : undefined
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

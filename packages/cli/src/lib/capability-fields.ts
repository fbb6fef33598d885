import type { ClusterDetail } from '@fairlead/sdk'

type Capabilities = NonNullable<ClusterDetail['capabilities']>

/** What a cluster can do and what its owner allows, as lines of a page. */
export function capabilityFields(capabilities: Capabilities | null): [name: string, value: string | null][] {
  if (!capabilities) return []
  const { kubernetes, apis, storageClasses, missingRights, namespaces, metricSources } = capabilities
  return [
    ['Kubernetes', kubernetes && `${kubernetes.version} on ${kubernetes.platform}`],
    ['Engines', apis.map(({ name }) => name).join(', ')],
    ['Storage', storageClasses.map(describeClass).join(', ')],
    ['Namespaces', namespaces.join(', ')],
    [
      'Rights missing',
      missingRights
        .map(({ namespace, verb, resource }) => `${verb} ${resource}${namespace === '' ? '' : ` in ${namespace}`}`)
        .join(', '),
    ],
    ['Metrics from', metricSources.join(', ')],
    ['Owner allows', describePolicy(capabilities.policy)],
  ]
}

function describeClass({ name, isDefault, isShared }: Capabilities['storageClasses'][number]): string {
  const words = [...(isDefault ? ['default'] : []), ...(isShared ? ['shared'] : [])]
  return words.length === 0 ? name : `${name} (${words.join(', ')})`
}

function describePolicy(policy: Capabilities['policy']): string {
  const { namespaces, kinds, registries, logs, exec, maxGpus, maxReplicas } = policy
  const parts = [
    kinds && `kinds ${kinds.join(', ') || 'none'}`,
    namespaces && `namespaces ${namespaces.join(', ') || 'none'}`,
    registries && `images from ${registries.join(', ') || 'nowhere'}`,
    logs && `logs at most ${logs}`,
    exec === undefined ? undefined : exec ? 'shells' : 'no shells',
    maxGpus === undefined ? undefined : `${maxGpus} GPUs`,
    maxReplicas === undefined ? undefined : `${maxReplicas} replicas`,
  ]
  return parts.filter((part) => part !== undefined).join('; ') || 'everything'
}

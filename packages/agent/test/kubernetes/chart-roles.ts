import { readFileSync } from 'node:fs'
import type { V1ClusterRole, V1Role } from '@kubernetes/client-node'
import { parse } from 'yaml'

type Right = { group: string; resource: string; option?: string; verbs: Record<string, string> }

/** What the chart gives in the whole cluster when nothing is said. */
const DEFAULTS = new Set(['clusterRead.nodes', 'clusterRead.pods', 'clusterRead.storageClasses'])

/** The roles that the chart of the agent gives it for a project's namespace, from the same file. */
export function chartRoles(namespace: string): (V1ClusterRole | V1Role)[] {
  const file = new URL('../../../../charts/fairlead-agent/rights.yaml', import.meta.url)
  const { project, cluster } = parse(readFileSync(file, 'utf8')) as { project: Right[]; cluster: Right[] }
  const rulesOf = (rights: Right[]) =>
    rights
      .filter(({ option }) => option === undefined || DEFAULTS.has(option))
      .map(({ group, resource, verbs }) => ({ apiGroups: [group], resources: [resource], verbs: Object.keys(verbs) }))
  return [
    { kind: 'Role', metadata: { name: 'project', namespace }, rules: rulesOf(project) },
    { kind: 'ClusterRole', metadata: { name: `read-${namespace}` }, rules: rulesOf(cluster) },
  ]
}

import { parseQuantity } from '../../../packages/agent/src/drivers/kubernetes/api/quantity.ts'
import type { KubeObject } from '../../install/kube-object.ts'

/** What one pod asks for: CPU in cores, memory in bytes. */
export interface PodNeed {
  of: string
  cpu: number
  memory: number
  /** 0 where a container has none. */
  cpuLimit: number
  memoryLimit: number
  /** How many of them there are at once, with the one that comes first when a release replaces another. */
  count: number
}

interface Container {
  resources?: { requests?: Record<string, string>; limits?: Record<string, string> }
}
interface PodSpec {
  containers?: Container[]
  initContainers?: Container[]
}
interface Spec {
  replicas?: number
  strategy?: { type?: string }
  template?: { spec?: PodSpec }
}

/** The pods that objects make, other than those that come and go with a backup. */
export function podNeeds(objects: readonly KubeObject[]): PodNeed[] {
  return objects.flatMap((object) => {
    if (object.kind !== 'Deployment' && object.kind !== 'StatefulSet') return []
    const { replicas = 1, strategy, template } = object['spec'] as Spec
    const surge = object.kind === 'Deployment' && strategy?.type !== 'Recreate' ? 1 : 0
    const { containers = [], initContainers = [] } = template?.spec ?? {}
    const sum = (of: 'requests' | 'limits', name: 'cpu' | 'memory') => {
      const values = containers.map((each) => amountOf(each, of, name))
      if (of === 'limits' && values.includes(0)) return 0
      const first = Math.max(0, ...initContainers.map((each) => amountOf(each, of, name)))
      return Math.max(
        first,
        values.reduce((total, value) => total + value, 0),
      )
    }
    return [
      {
        of: object.metadata.name,
        cpu: sum('requests', 'cpu'),
        memory: sum('requests', 'memory'),
        cpuLimit: sum('limits', 'cpu'),
        memoryLimit: sum('limits', 'memory'),
        count: replicas + surge,
      },
    ]
  })
}

/** Without a request, the limit is what is asked for. */
function amountOf({ resources = {} }: Container, of: 'requests' | 'limits', name: 'cpu' | 'memory'): number {
  return parseQuantity(resources[of]?.[name] ?? (of === 'requests' ? resources.limits?.[name] : undefined))
}

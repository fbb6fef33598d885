import type { RigCluster } from '../cluster/rig-cluster.ts'

/**
 * Gives a node devices that it does not have, such as `{'nvidia.com/gpu': '8'}`: the scheduler counts them and the kubelet admits pods by them, but no container gets
 * to see one. A number of 0 takes them away.
 */
export async function advertise(cluster: RigCluster, node: string, devices: Record<string, string>): Promise<void> {
  const body = Object.entries(devices).flatMap(([resource, number]) =>
    ['capacity', 'allocatable'].map((field) => ({
      op: 'add',
      path: `/status/${field}/${resource.replaceAll('/', '~1')}`,
      value: number,
    })),
  )
  await cluster.client.core.patchNodeStatus({ name: node, body })
}

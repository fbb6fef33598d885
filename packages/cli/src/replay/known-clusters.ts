import type { Client } from '@fairlead/sdk'
import { UsageError } from '../lib/usage-error.ts'
import type { FleetNode } from './fleet.ts'

/** The machines of clusters that are there already. Only simulated ones: anywhere else a trace would run for real. */
export async function readKnownClusters(client: Client, names: readonly string[]): Promise<FleetNode[][]> {
  const fleet: FleetNode[][] = []
  for (const name of names) {
    const cluster = await client.clusters.get(name)
    if (cluster.driver !== 'simulated') {
      throw new UsageError(
        `${cluster.name} is no simulated cluster: its driver is ${cluster.driver ?? 'not known yet'}`,
        {
          hint: 'start its agent with FAIRLEAD_AGENT_DRIVER=simulated, or leave --use-clusters out',
        },
      )
    }
    const nodes = await client.nodes.list({ cluster: cluster.id })
    fleet.push(
      nodes
        .filter((node) => node.ready && node.schedulable)
        .map(({ capacity, labels }) => ({
          cpuMilli: capacity['cpu'] ?? 0,
          memoryMib: capacity['memory'] ?? 0,
          gpus: Math.floor((capacity['gpu'] ?? 0) / 1000),
          model: labels['nvidia.com/gpu.product'],
        })),
    )
  }
  return fleet
}

import { join } from 'node:path'
import type { Client } from '@fairlead/sdk'
import { isEnrolled, startAgent } from '../processes/agent.ts'
import { until, type Child } from '../processes/child.ts'
import { StartFailed } from '../processes/control-plane.ts'
import { screen } from './screen.ts'

export interface DemoCluster {
  name: string
  about: string
  driver: 'local' | 'simulated' | 'kubernetes'
  labels: Record<string, string>
  env: Record<string, string>
}

/** The clusters of the demo. `workshop` runs real processes on this machine, which its owner has to ask for by naming the driver. */
export const DEMO_CLUSTERS: readonly DemoCluster[] = [
  { name: 'workshop', about: 'real processes on this machine', driver: 'local', labels: { site: 'desk' }, env: {} },
  {
    name: 'atlas',
    about: '4 simulated nodes with 8 H100 each',
    driver: 'simulated',
    labels: { site: 'north' },
    env: fleet('atlas', 'H100'),
  },
  {
    name: 'borealis',
    about: '4 simulated nodes with 8 A100 each',
    driver: 'simulated',
    labels: { site: 'south' },
    env: fleet('borealis', 'A100'),
  },
]

/** Starts their agents, enrolling those that are new, and waits until all are in contact with their nodes known. */
export async function startDemoAgents(
  client: Client,
  home: string,
  url: string,
  clusters: readonly DemoCluster[] = DEMO_CLUSTERS,
): Promise<Child[]> {
  const known = new Set((await client.clusters.list()).map((cluster) => cluster.name))
  const children: Child[] = []
  for (const { name, driver, labels, env } of clusters) {
    const stateDir = join(home, 'agents', name)
    let joinToken: string | undefined
    if (!isEnrolled(stateDir)) {
      joinToken = known.has(name)
        ? (await client.clusters.joinToken(name)).token
        : (await client.clusters.create({ name, labels })).join.token
    }
    const logFile = join(home, 'logs', `agent-${name}.log`)
    children.push(
      startAgent({
        url,
        stateDir,
        driver,
        env,
        logFile,
        name: `agent of ${name}`,
        ...(joinToken === undefined ? {} : { joinToken }),
      }),
    )
  }
  const width = Math.max(...clusters.map(({ name }) => name.length))
  screen.title(clusters.length === 3 ? 'Three clusters dial in' : 'Four clusters dial in')
  for (const { name, about } of clusters) {
    const cluster = await until(`${name} is in contact`, async () => {
      for (const child of children)
        if (child.exitCode() !== undefined) throw new StartFailed(1, `the ${child.name} has ended: ${lastWords(child)}`)
      const found = await client.clusters.get(name)
      return found.connected && found.nodes.ready > 0 ? found : undefined
    })
    const gpus = (cluster.capacity['gpu'] ?? 0) / 1000
    screen.good(
      `${name.padEnd(width)} ${about}: ${cluster.nodes.ready} node(s), ${(cluster.capacity['cpu'] ?? 0) / 1000} cores, ${gpus} GPUs`,
    )
  }
  return children
}

function lastWords(child: Child): string {
  return child.output().trim().split('\n').at(-1) ?? 'it said nothing'
}

function fleet(name: string, gpuModel: string): Record<string, string> {
  const group = {
    count: 4,
    shape: { cpu: 64, memory: '512Gi', gpu: 8, gpuModel },
    namePrefix: name,
  }
  return { FAIRLEAD_AGENT_SIMULATED_FLEET: JSON.stringify([group]) }
}

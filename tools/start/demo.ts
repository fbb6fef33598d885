import { Client } from '@fairlead/sdk'
import type { Child } from '../processes/child.ts'
import type { ControlPlaneProcess } from '../processes/control-plane.ts'
import { DEMO_CLUSTERS, startDemoAgents } from './agents.ts'
import { openKubernetes, type DemoKubernetes } from './kubernetes.ts'
import type { StartOptions } from './options.ts'
import { seedDemo } from './seed.ts'
import { runTour } from './tour.ts'

/** What the demo adds to a control plane. `agents` and `kubernetes` are filled as they come up, so that they are stopped whatever fails. */
export interface Demo {
  agents: Child[]
  kubernetes?: DemoKubernetes
}

/** Departments, clusters and the tour. Throws TourFailed when something does not happen as told. */
export async function runDemo(
  demo: Demo,
  {
    plane,
    home,
    options,
    startedAt,
    signal,
  }: {
    plane: ControlPlaneProcess
    home: string
    options: StartOptions
    startedAt: number
    signal: AbortSignal
  },
): Promise<void> {
  const client = new Client({ url: plane.url, token: plane.adminToken('tour') })
  await seedDemo(client)
  if (options.hasKubernetes) demo.kubernetes = await openKubernetes(client, home)
  const clusters = [...DEMO_CLUSTERS, ...(demo.kubernetes === undefined ? [] : [demo.kubernetes.cluster])]
  demo.agents.push(...(await startDemoAgents(client, home, plane.url, clusters)))
  if (!options.hasTour) return
  await runTour(client, {
    seconds: () => (Date.now() - startedAt) / 1000,
    isOnce: options.isOnce,
    kubernetes: demo.kubernetes,
    signal,
  })
}

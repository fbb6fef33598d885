import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Client } from '@fairlead/sdk'
import { ROOT } from '../processes/child.ts'
import { StartFailed } from '../processes/control-plane.ts'
import type { DemoCluster } from './agents.ts'
import { screen } from './screen.ts'
import { PROJECT_NAMES } from './seed.ts'

/** A Kubernetes as the fourth cluster of the demo. */
export interface DemoKubernetes {
  cluster: DemoCluster
  /** An image with `node` that its nodes have or can pull. */
  image: string
  /** Ends what was started for it; a cluster of the user stays as it is. */
  close: () => Promise<void>
}

const RIG = 'demo'
/** Marks clusters that end with the demo. */
const PASSING = { 'fairlead.dev/passing': 'true' }

/**
 * The cluster that KUBECONFIG names, or else one of the rig with a real node, which is built first if it has to be. Its agent runs on this machine, with the
 * rights of the agent's chart. Throws {@link StartFailed}.
 */
export async function openKubernetes(client: Client, home: string): Promise<DemoKubernetes> {
  const isOwn = Boolean(process.env['KUBECONFIG'])
  screen.title(isOwn ? 'The Kubernetes of your KUBECONFIG' : 'A real Kubernetes on this machine')
  if (!isOwn) {
    // What a start that was killed has left.
    if (rig('status').includes(`${RIG}: `)) rig('down', '--name', RIG)
    rig('up', '--name', RIG, '--real-node')
  }
  for (const stale of await client.clusters.list())
    if (stale.labels['fairlead.dev/passing'] === 'true') await client.clusters.revoke(stale.name)
  const name = isOwn ? 'kubernetes' : `kubernetes-${randomBytes(2).toString('hex')}`
  const kubeconfig = rig('rights', '--name', RIG, ...PROJECT_NAMES.flatMap((project) => ['--namespace', project]))
  const image = isOwn
    ? (process.env['FAIRLEAD_DEMO_IMAGE'] ?? 'docker.io/library/node:24-slim')
    : rig('import', '--name', RIG)
  return {
    image,
    cluster: {
      name,
      about: isOwn ? 'pods in your Kubernetes' : 'pods on a real node of a Kubernetes on this machine',
      driver: 'kubernetes',
      labels: isOwn ? {} : PASSING,
      env: { FAIRLEAD_AGENT_KUBECONFIG: kubeconfig, FAIRLEAD_AGENT_NAMESPACES: PROJECT_NAMES.join(',') },
    },
    close: async () => {
      if (isOwn) return
      // Where the control plane is gone, the next start does it.
      await client.clusters.revoke(name).catch(() => undefined)
      rmSync(join(home, 'agents', name), { recursive: true, force: true })
      rig('down', '--name', RIG)
    },
  }
}

/** Calls `pnpm rig`. Its progress goes to the terminal; answers what it printed. */
function rig(...args: string[]): string {
  const { status, stdout } = spawnSync(process.execPath, [join(ROOT, 'e2e/kubernetes/rig.ts'), ...args], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  if (status !== 0)
    throw new StartFailed(status === 2 ? 2 : 1, 'a Kubernetes could not be had; the line above says why')
  return stdout.trim()
}

import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from '@fairlead/sdk'
import { startAgent, type AgentOptions } from '../../tools/processes/agent.ts'
import { until, type Child } from '../../tools/processes/child.ts'
import { startControlPlane, type ControlPlaneProcess } from '../../tools/processes/control-plane.ts'
import { freePort } from '../../tools/processes/free-port.ts'

/** A control plane and agents as real processes, on a free port and in a folder of their own. */
export interface Scene {
  home: string
  plane: ControlPlaneProcess
  token: string
  client: Client
  agents: Map<string, Child>
  /** Adds a cluster and starts its agent. */
  addCluster(name: string, options: Pick<AgentOptions, 'driver' | 'env'>): Promise<void>
  /** Starts the agent of a cluster that has enrolled before. */
  restartAgent(name: string): void
  /** Starts the control plane again on the same data. */
  restartPlane(): Promise<void>
  stop(): Promise<void>
}

export async function openScene(env: Record<string, string> = {}, wantedPort?: number): Promise<Scene> {
  const home = mkdtempSync(join(tmpdir(), 'fairlead-e2e-'))
  // Readable for the user that PostgreSQL runs as when we are root.
  chmodSync(home, 0o755)
  const port = wantedPort ?? (await freePort())
  const start = () =>
    startControlPlane({ dataDir: join(home, 'data'), port, env: { FAIRLEAD_CHECK_ROUNDS: 'true', ...env } })
  const plane = await start()
  const token = plane.adminToken('e2e')
  const known = new Map<string, Pick<AgentOptions, 'driver' | 'env'>>()
  const scene: Scene = {
    home,
    plane,
    token,
    client: new Client({ url: plane.url, token }),
    agents: new Map(),
    addCluster: async (name, options) => {
      const { join: invitation } = await scene.client.clusters.create({ name })
      known.set(name, options)
      scene.agents.set(
        name,
        startAgent({ url: plane.url, stateDir: join(home, name), joinToken: invitation.token, ...options }),
      )
      await until(`${name} is in contact with its nodes known`, async () => {
        const cluster = await scene.client.clusters.get(name)
        return cluster.connected && cluster.nodes.ready > 0 ? true : undefined
      })
    },
    restartAgent: (name) => {
      const options = known.get(name)
      if (!options) throw new Error(`${name} was never added`)
      scene.agents.set(name, startAgent({ url: plane.url, stateDir: join(home, name), ...options }))
    },
    restartPlane: async () => {
      scene.plane = await start()
    },
    stop: async () => {
      await Promise.all([...scene.agents.values()].map((agent) => agent.stop()))
      await scene.plane.child.stop(30_000)
      rmSync(home, { recursive: true, force: true })
    },
  }
  return scene
}

/** A value of the control plane's own metrics. */
export async function metric(url: string, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text()
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1] ?? 0)
}

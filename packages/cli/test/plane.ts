import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { users } from '../../control-plane/src/db/schema/users.ts'
import { tokenFor, useControlPlane } from '../../control-plane/test/harness.ts'
import { equalNode, fleetSetting } from '../src/replay/fleet.ts'
import { startSimulatedAgent, type SimulatedAgent } from '../src/replay/simulated-agent.ts'
import { fairlead, type FakeOptions, type Ran } from './fake-host.ts'

export interface Plane {
  env: () => Record<string, string>
  folder: () => string
  /** Runs a command line as the first admin. Fails the test when its exit code is another than expected. */
  run: (line: string | readonly string[], options?: FakeOptions & { code?: number }) => Promise<Ran>
  /** The same, with its answer as data. */
  data: <T>(line: string) => Promise<T>
}

/** A real control plane, and the command line as its first admin. */
export function usePlane(): Plane {
  const harness = useControlPlane()
  let env: Record<string, string> = {}
  let folder = ''
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'fairlead-cli-'))
    const plane = harness.plane()
    const [admin] = await plane.app.database.system.db.select().from(users)
    if (!admin) throw new Error('a new control plane has a first admin')
    env = { FAIRLEAD_URL: harness.url(), FAIRLEAD_TOKEN: await tokenFor(plane, admin), XDG_CONFIG_HOME: folder }
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const run: Plane['run'] = async (line, { code = 0, ...options } = {}) => {
    const argv = typeof line === 'string' ? line.split(' ') : line
    const ran = await fairlead(argv, { env, now: Date.now(), ...options })
    if (ran.code !== code) throw new Error(`fairlead ${argv.join(' ')} ended with ${ran.code}:\n${ran.out}${ran.err}`)
    return ran
  }
  return {
    env: () => env,
    folder: () => folder,
    run,
    data: async <T>(line: string) => JSON.parse((await run(`${line} -o json`)).out) as T,
  }
}

/** A simulated cluster of that control plane: two machines of eight GPUs. */
export function useCluster(plane: Plane, name: string): void {
  let agent: SimulatedAgent
  beforeAll(async () => {
    const { join: token } = await plane.data<{ join: { token: string } }>(`cluster add ${name}`)
    const fleet = JSON.parse(fleetSetting([equalNode(8), equalNode(8)], 'x')) as { taints: unknown[] }[]
    for (const group of fleet) group.taints = []
    agent = startSimulatedAgent({
      cluster: name,
      url: plane.env()['FAIRLEAD_URL'] ?? '',
      joinToken: token.token,
      fleet: JSON.stringify(fleet),
      folder: plane.folder(),
      onLost: ({ logFile }) => process.stderr.write(`the agent of ${name} is gone: ${logFile}\n`),
    })
    for (let tries = 0; tries < 200; tries += 1) {
      const cluster = await plane.data<{ connected: boolean; nodes: { ready: number } }>(`cluster get ${name}`)
      if (cluster.connected && cluster.nodes.ready === 2) return
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    throw new Error(`the cluster ${name} did not come up`)
  })
  afterAll(() => agent.stop())
}

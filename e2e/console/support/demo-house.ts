import { join } from 'node:path'
import { fleetOf } from '../../../packages/cli/src/demo/fleet-of.ts'
import { startAgent } from '../../../tools/processes/agent.ts'
import { until } from '../../../tools/processes/child.ts'
import { openScene, type Scene } from '../../support/scene.ts'
import { ADMIN, redeem, sessionOf, type Person } from './people.ts'

type Session = Awaited<ReturnType<typeof sessionOf>>

/** A control plane with a demo that agents play. */
export interface DemoHouse extends Scene {
  sessions: { admin: Session; scientist: Session }
}

const SCIENTIST: Person = { email: 'sol@example.com', name: 'Sol Iversen', password: 'a sample of one is enough' }
/** Where the scientist works. */
export const PROJECT = 'alignment'

export async function openDemoHouse(size: 'small' | 'large'): Promise<DemoHouse> {
  const scene = await openScene()
  try {
    const { client, plane, home } = scene
    await redeem(plane.setupLink() ?? '', ADMIN)
    await client.demo.seed({ size })
    for (const { name } of await client.clusters.list()) {
      const { token: joinToken } = await client.clusters.joinToken(name)
      const fleet = fleetOf(await client.nodes.list({ cluster: name }))
      const env = { FAIRLEAD_AGENT_SIMULATED_FLEET: fleet, FAIRLEAD_AGENT_SIMULATED_START_DELAY_SECONDS: '1' }
      const stateDir = join(home, name)
      scene.agents.set(name, startAgent({ url: plane.url, stateDir, driver: 'simulated', joinToken, env }))
    }
    await until('the clusters have what they should', async () => {
      const clusters = await client.clusters.list()
      return (
        clusters.every(({ connected, appliedRev, desiredRev }) => connected && appliedRev === desiredRev) || undefined
      )
    })
    const { id } = await client.projects.get(PROJECT)
    const { email, name } = SCIENTIST
    const invited = await client.users.invite({ email, name, role: 'researcher', scope: { kind: 'project', id } })
    await redeem(invited.link, SCIENTIST)
    const sessions = { admin: await sessionOf(plane.url, ADMIN), scientist: await sessionOf(plane.url, SCIENTIST) }
    return Object.assign(scene, { sessions })
  } catch (error) {
    await scene.stop()
    throw error
  }
}

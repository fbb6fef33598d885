import { rmSync } from 'node:fs'
import { openScene, type Scene } from '../../support/scene.ts'
import { layDownloads } from './lay-downloads.ts'
import { ADMIN, redeem, sessionOf, VIEWER } from './people.ts'

type Session = Awaited<ReturnType<typeof sessionOf>>

/** A control plane with people, projects and two clusters, which all tests of a worker share. Each test adds what it needs under names of its own. */
export interface House extends Scene {
  sessions: { admin: Session; viewer: Session }
}

export const GPUS = 16

export async function openHouse(): Promise<House> {
  const downloads = layDownloads()
  const scene = await openScene({ FAIRLEAD_METRICS_INTERVAL_MS: '1000', FAIRLEAD_DOWNLOADS_DIR: downloads })
  const stopScene = scene.stop.bind(scene)
  scene.stop = async () => {
    await stopScene()
    rmSync(downloads, { recursive: true, force: true })
  }
  try {
    const { client, plane } = scene
    const link = plane.setupLink()
    if (link === undefined) throw new Error('a new control plane prints a link for its first admin')
    await redeem(link, ADMIN)
    const invited = await client.users.invite({ email: VIEWER.email, name: VIEWER.name, role: 'viewer' })
    await redeem(invited.link, VIEWER)
    await client.departments.create({ name: 'research' })
    await client.projects.create({ name: 'vision', department: 'research' })
    await client.projects.create({ name: 'speech', department: 'research' })
    await client.quotas.set({ project: 'vision', gpu: { deserved: 12 } })
    await client.quotas.set({ project: 'speech', gpu: { deserved: 4 } })
    await Promise.all([
      scene.addCluster('atlas', { driver: 'simulated', env: { FAIRLEAD_AGENT_SIMULATED_FLEET: fleet() } }),
      scene.addCluster('desk', { driver: 'local', env: {} }),
    ])
    const sessions = { admin: await sessionOf(plane.url, ADMIN), viewer: await sessionOf(plane.url, VIEWER) }
    return Object.assign(scene, { sessions })
  } catch (error) {
    await scene.stop()
    throw error
  }
}

function fleet(): string {
  const shape = { cpu: 64, memory: '512Gi', gpu: 8, gpuModel: 'H100' }
  return JSON.stringify([{ count: GPUS / 8, shape, namePrefix: 'atlas' }])
}

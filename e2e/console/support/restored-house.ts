import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { until } from '../../../tools/processes/child.ts'
import { openScene, type Scene } from '../../support/scene.ts'
import { ADMIN, redeem, sessionOf } from './people.ts'

/** A control plane that was put back from a backup, while one cluster runs newer work that it does not know of. */
export interface RestoredHouse extends Scene {
  session: Awaited<ReturnType<typeof sessionOf>>
}

export const CLUSTER = 'quay'
export const PROJECT = 'vision'
/** Runs of the time before the backup, and of the time after it. */
export const RUNS = { before: 1, after: 12 } as const

export async function openRestoredHouse(): Promise<RestoredHouse> {
  const scene = await openScene()
  try {
    await redeem(scene.plane.setupLink() ?? '', ADMIN)
    await scene.client.departments.create({ name: 'research' })
    await scene.client.projects.create({ name: PROJECT, department: 'research' })
    const shape = { cpu: 64, memory: '512Gi' }
    const fleet = JSON.stringify([{ count: 1, shape, namePrefix: CLUSTER }])
    await scene.addCluster(CLUSTER, { driver: 'simulated', env: { FAIRLEAD_AGENT_SIMULATED_FLEET: fleet } })
    const session = await sessionOf(scene.plane.url, ADMIN)
    await runAll(scene, 'known', RUNS.before)
    const [data, backup] = [join(scene.home, 'data'), join(scene.home, 'backup')]
    await scene.plane.child.stop(30_000)
    copy(data, backup)
    await scene.restartPlane()
    await runAll(scene, 'forgotten', RUNS.after)
    await scene.plane.child.stop(30_000)
    rmSync(data, { recursive: true })
    copy(backup, data)
    await scene.restartPlane()
    return Object.assign(scene, { session })
  } catch (error) {
    await scene.stop()
    throw error
  }
}

/** Submits work and waits until the agent holds all of it, and has said so. */
async function runAll({ client }: Scene, name: string, count: number): Promise<void> {
  const spec = {
    command: ['python', 'train.py'],
    resources: { cpu: 1, memory: '1Gi' },
    annotations: { 'fairlead.dev/simulated-duration': '3600' },
  }
  const jobs = await Promise.all(
    Array.from({ length: count }, (_, index) =>
      client.jobs.submit({ project: PROJECT, name: `${name}-${index}`, spec }),
    ),
  )
  await Promise.all(jobs.map((job) => job.wait({ until: 'running' })))
  await until(`${CLUSTER} has what it should`, async () => {
    const { appliedRev, desiredRev } = await client.clusters.get(CLUSTER)
    return appliedRev === desiredRev || undefined
  })
}

/** With its owner, since PostgreSQL reads only what is its own. */
function copy(from: string, to: string): void {
  const { status, stderr } = spawnSync('cp', ['-a', from, to], { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${from} could not be copied: ${stderr}`)
}

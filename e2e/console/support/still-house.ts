import { ensureFakeClocks, stillClock } from '../../support/clocks.ts'
import { openScene, type Scene } from '../../support/scene.ts'
import { until } from '../../../tools/processes/child.ts'
import { ADMIN, redeem, sessionOf } from './people.ts'

/** A control plane with a demo, where no time goes by: the same at every start. */
export interface StillHouse extends Scene {
  session: Awaited<ReturnType<typeof sessionOf>>
}

/** A Wednesday. Years ahead, so that a browser, whose own clock goes on, takes no session for one that has ended. */
export const STILL_AT = Date.parse('2031-05-14T10:00:00Z')

/** Throws where a process cannot be given another clock. */
export async function openStillHouse(): Promise<StillHouse> {
  const obstacle = ensureFakeClocks()
  if (obstacle !== undefined) throw new Error(`pictures are compared at a time that stands still; ${obstacle}`)
  const scene = await openScene(stillClock(STILL_AT))
  try {
    const { client, plane } = scene
    await redeem(plane.setupLink() ?? '', ADMIN)
    await client.demo.seed({ size: 'small' })
    // The first rounds write down why each workload waits; then nothing changes any more.
    let last = ''
    await until('rounds change nothing any more', async () => {
      const before = last
      const waiting: string[] = []
      for await (const { name, status } of client.jobs.list({ phase: ['QUEUED'], pageSize: 500 }))
        waiting.push(`${name} ${status.message ?? ''}`)
      last = waiting.join('\n')
      return last === before || undefined
    })
    return Object.assign(scene, { session: await sessionOf(plane.url, ADMIN) })
  } catch (error) {
    await scene.stop()
    throw error
  }
}

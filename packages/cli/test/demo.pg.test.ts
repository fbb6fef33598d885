import { Client, type Job } from '@fairlead/sdk'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { eventually } from '../../control-plane/test/harness.ts'
import { usePlane } from './plane.ts'

const plane = usePlane()
/** Ends that say that agents and history did not fit together. */
const LOST = new Set(['CLUSTER_LOST', 'DECLINED', 'NODE_LOST'])

test('a demo is made, played, left and taken up again, and taken away', async () => {
  const env: Record<string, string> = { ...plane.env(), XDG_STATE_HOME: join(plane.folder(), 'state') }
  const client = new Client({ url: env['FAIRLEAD_URL'] ?? '', token: env['FAIRLEAD_TOKEN'] ?? '' })
  expect((await plane.run('demo run', { env, code: 2 })).err).toContain('fairlead demo seed')
  const { out } = await plane.run('demo seed --seed 5', { env })
  expect(out).toMatch(/Clusters +hamburg, bergen/)
  expect(out).toMatch(/Workloads +\d+ ended, \d+ running, \d+ waiting/)
  const before = await running(client)
  expect(before.size).toBeGreaterThan(0)
  const nodes = await shapes(client)

  for (const time of ['first', 'second']) {
    const leaving = new AbortController()
    const playing = plane.run('demo run', { env, signal: leaving.signal })
    await eventually(
      `the ${time} time its clusters have what they should`,
      async () => {
        const clusters = await client.clusters.list()
        return clusters.every((one) => one.connected && one.appliedRev === one.desiredRev) ? true : undefined
      },
      60_000,
    )
    // What ran goes on with the time that it has run; the nodes are those of the history.
    for (const [id, job] of await running(client)) {
      const known = before.get(id)
      if (known) expect(job.data.startedAt, job.name).toBe(known.data.startedAt)
    }
    const ends = await Promise.all([...before.keys()].map((id) => client.jobs.get(id)))
    expect(ends.filter(({ status }) => LOST.has(status.reason ?? ''))).toEqual([])
    expect(await shapes(client)).toEqual(nodes)
    leaving.abort()
    await playing
  }

  expect((await plane.run('demo remove', { env })).out).toMatch(/Workloads +1200 removed/)
  expect(await client.clusters.list()).toEqual([])
}, 180_000)

async function running(client: Client): Promise<Map<string, Job>> {
  const found = new Map<string, Job>()
  for await (const job of client.jobs.list({ phase: ['RUNNING'], pageSize: 1000 })) found.set(job.id, job)
  return found
}

async function shapes(client: Client): Promise<unknown> {
  const nodes = await client.nodes.list()
  return nodes.map(({ name, labels, capacity, allocatable, gpu }) => ({ name, labels, capacity, allocatable, gpu }))
}

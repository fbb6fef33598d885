import type { Job } from '@fairlead/sdk'
import { until } from '../../processes/child.ts'
import { screen } from '../screen.ts'
import { expect, placeOf, reach, submit, TourFailed, type Tour } from './expect.ts'

const BURST = 52
const OWED = { project: 'ranking', jobs: 3, gpus: 8 }

/** A project borrows what is idle, far over its quota; then the owner comes, and gets back what is its own within a round. */
export async function burstAndReclaim(tour: Tour): Promise<void> {
  const { client } = tour
  screen.title(`3. The project speech is owed 8 GPUs and asks for ${BURST}`)
  const burst = await client.jobs.submitBatch(
    Array.from({ length: BURST }, (_, index) => ({
      project: 'speech',
      name: `sweep-${tour.suffix}-${String(index + 1).padStart(2, '0')}`,
      labels: { 'fairlead.dev/tour': 'true' },
      spec: {
        command: ['python', 'sweep.py'],
        resources: { cpu: 1, memory: '8Gi', gpu: 1 },
        annotations: { 'fairlead.dev/simulated-duration': '600' },
      },
    })),
  )
  const free = 64 - 16
  const running = await runningOf(tour, 'speech', free)
  screen.good(`${running} run: 8 that it is owed, and ${running - 8} borrowed from projects that do not use theirs`)
  const waiting = await waitingSentence(tour, burst)
  screen.wait(`${BURST - running} wait: ${waiting}`)

  screen.title(`4. The project ranking, which is owed 24 GPUs, asks for ${OWED.jobs} × ${OWED.gpus}`)
  const owned: Job[] = []
  for (let index = 1; index <= OWED.jobs; index += 1) {
    owned.push(
      await submit(tour, {
        project: OWED.project,
        name: `rank-${tour.suffix}-${index}`,
        seconds: 600,
        spec: { command: ['python', 'rank.py'], resources: { cpu: 8, memory: '64Gi', gpu: OWED.gpus } },
      }),
    )
  }
  for (const job of owned) await reach(tour, job, 'RUNNING')
  for (const job of owned) screen.good(`${job.name} runs on ${placeOf(job)}`)
  await tellVictims(tour, burst, owned)
}

async function runningOf(tour: Tour, project: string, atLeast: number): Promise<number> {
  return await until(`${atLeast} runs of ${project}`, async () => {
    const tally = (await tour.client.jobs.tally({ project, label: 'fairlead.dev/tour=true' }))[0]
    const running = tally?.phases.RUNNING ?? 0
    return running >= atLeast ? running : undefined
  }).catch((error: unknown) => {
    throw new TourFailed((error as Error).message)
  })
}

async function waitingSentence(tour: Tour, ids: readonly string[]): Promise<string> {
  return await until('a reason for waiting', async () => {
    for await (const job of tour.client.jobs.list({ project: 'speech', phase: ['QUEUED'], pageSize: 100 })) {
      if (ids.includes(job.id) && job.status.message !== null) return job.status.message
    }
    return undefined
  }).catch(() => {
    throw new TourFailed('nobody said why the rest of the burst waits')
  })
}

async function tellVictims(tour: Tour, burst: readonly string[], owned: readonly Job[]): Promise<void> {
  const names = new Set(owned.map((job) => job.name))
  const victims: { name: string; for: string }[] = []
  for await (const job of tour.client.jobs.list({ project: 'speech', pageSize: 500 })) {
    if (!burst.includes(job.id) || job.data.preemptions === 0) continue
    const stopped = (await job.runs()).find((run) => run.preemptedFor !== null)
    if (stopped?.preemptedFor && names.has(stopped.preemptedFor.name))
      victims.push({ name: job.name, for: stopped.preemptedFor.name })
  }
  const wanted = OWED.jobs * OWED.gpus
  expect(victims.length === wanted, `${victims.length} runs were preempted for ranking, and it should be ${wanted}`)
  for (const [beneficiary, mine] of Map.groupBy(victims, (victim) => victim.for)) {
    const some = mine.slice(0, 3).map((victim) => victim.name)
    screen.good(
      `${mine.length} borrowed runs were preempted for ${beneficiary}: ${some.join(', ')} and ${mine.length - some.length} more; they are back in the queue`,
    )
  }
  const speech = (await tour.client.queues.list()).find((queue) => queue.queue.name === 'speech')
  const held = (speech?.allocated['gpu'] ?? 0) / 1000
  expect(held >= 8, `speech holds ${held} GPUs, less than the 8 it is owed`)
  screen.good(`speech still holds ${held} GPUs: nobody takes what a project is owed`)
}

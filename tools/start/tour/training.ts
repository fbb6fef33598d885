import { join } from 'node:path'
import { ROOT } from '../../processes/child.ts'
import { screen } from '../screen.ts'
import { expect, placeOf, reach, submit, type Tour } from './expect.ts'

/** A real training script, as a real process on this machine, its output read through the agent's connection. */
export async function training(tour: Tour): Promise<void> {
  screen.title('1. A scientist of the project vision trains a model on the cluster workshop')
  const job = await submit(tour, {
    project: 'vision',
    name: `fit-${tour.suffix}`,
    spec: {
      command: [process.execPath, join(ROOT, 'examples/fit.mjs')],
      resources: { cpu: 1, memory: '256Mi' },
      placement: { clusters: ['workshop'] },
      timeout: '5m',
    },
  })
  await job.wait({ until: 'running', timeoutMs: 30_000, signal: tour.signal })
  screen.good(`${job.name} runs on ${placeOf(job)}; this is what it prints:`)
  let losses = 0
  for await (const item of job.logs({ follow: true, signal: tour.signal })) {
    if (item.type !== 'line') continue
    screen.quote(item.text)
    if (/loss/.test(item.text)) losses += 1
  }
  await reach(tour, job, 'SUCCEEDED')
  expect(losses >= 5, `the training printed its loss ${losses} times, and its log should have it at least five times`)
  screen.good(`${job.name} ended with exit code ${job.status.exitCode}`)
}

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { WorkloadRequest } from '@fairlead/sdk'
import { ROOT } from '../../processes/child.ts'
import type { DemoKubernetes } from '../kubernetes.ts'
import { screen } from '../screen.ts'
import { expect, placeOf, reach, submit, type Tour } from './expect.ts'

const SCRIPT = join(ROOT, 'examples/fit.mjs')

/** A real training script, as a real process on this machine, its output read through the agent's connection. */
export async function training(tour: Tour): Promise<void> {
  screen.title('1. A scientist of the project vision trains a model on the cluster workshop')
  await train(tour, {
    project: 'vision',
    name: `fit-${tour.suffix}`,
    spec: {
      command: [process.execPath, SCRIPT],
      resources: { cpu: 1, memory: '256Mi' },
      placement: { clusters: ['workshop'] },
      timeout: '5m',
    },
  })
}

/** The same script in a pod, which has it from its command line. */
export async function trainingInPod(tour: Tour, { cluster, image }: DemoKubernetes): Promise<void> {
  screen.title(`1b. The same training in a pod of the cluster ${cluster.name}`)
  await train(tour, {
    project: 'vision',
    name: `fit-pod-${tour.suffix}`,
    spec: {
      image,
      command: ['node', '--input-type=module', '--eval', readFileSync(SCRIPT, 'utf8')],
      resources: { cpu: 0.5, memory: '256Mi' },
      placement: { clusters: [cluster.name] },
      timeout: '5m',
    },
  })
}

async function train(tour: Tour, request: WorkloadRequest): Promise<void> {
  const job = await submit(tour, request)
  await job.wait({ until: 'running', timeoutMs: 90_000, signal: tour.signal })
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

import { Client } from '@fairlead/sdk'
import { describe, expect, test, vi } from 'vitest'
import { jobRequest } from '../src/replay/job-request.ts'
import { Outages } from '../src/replay/outages.ts'
import type { PlannedJob } from '../src/replay/plan-replay.ts'
import { newSubmission, submitOnTime } from '../src/replay/submit-on-time.ts'
import { refusal } from './fake-host.ts'

interface Batch {
  workloads: { idempotencyKey: string; name: string; spec: unknown }[]
}

const JOBS = Array.from({ length: 9 }, (_, index): PlannedJob => ({
  line: index + 2,
  queue: 'alpha',
  submitAt: index < 8 ? 0 : 0.1,
  runSeconds: 1.2345,
  replicas: index === 8 ? 2 : 1,
  gpuMilli: 460,
  cpuMilli: 4000,
  memoryMib: 16_384,
  gpuModels: ['T4'],
  exitCode: index === 0 ? 1 : 0,
}))
const REQUEST = {
  replayId: 'abc',
  pool: 'replay',
  projects: new Map([['alpha', 'replay-abc-alpha']]),
  fleet: [[{ cpuMilli: 1, memoryMib: 1, gpus: 1, model: 'T4' }]],
  clusters: undefined,
}

async function submit(answer: (batch: Batch, call: number) => Response | Error) {
  const batches: Batch[] = []
  const fetch: typeof globalThis.fetch = (_input, init) => {
    const batch = JSON.parse(typeof init?.body === 'string' ? init.body : '') as Batch
    batches.push(batch)
    const result = answer(batch, batches.length)
    return result instanceof Error ? Promise.reject(result) : Promise.resolve(result)
  }
  const submission = newSubmission()
  const told: string[] = []
  vi.spyOn(Math, 'random').mockReturnValue(0.001)
  await submitOnTime({
    client: new Client({ url: 'https://fairlead.test', token: 't', fetch }),
    jobs: JOBS,
    request: (job) => jobRequest(job, REQUEST),
    startedAt: performance.now(),
    signal: new AbortController().signal,
    outages: new Outages((text) => told.push(text)),
    submission,
  })
  vi.restoreAllMocks()
  return { submission, batches, told }
}

function accept(batch: Batch): Response {
  return Response.json({ ids: batch.workloads.map(({ idempotencyKey }) => `id of ${idempotencyKey}`) }, { status: 201 })
}

describe('submitting on time', () => {
  test('sends what is due together, and each job under the key of its line', async () => {
    const { submission, batches } = await submit(accept)
    expect(batches.map(({ workloads }) => workloads.length)).toEqual([8, 1])
    expect(submission.ids.get(2)).toBe('id of replay/abc/2')
    expect(submission).toMatchObject({ isDone: true, batches: 2, refused: [] })
    expect(submission.ids.size).toBe(9)
  })

  test('outlasts a control plane that is away, and sends the same keys again', async () => {
    const { submission, batches, told } = await submit((batch, call) =>
      call <= 8 ? new TypeError('fetch failed') : accept(batch),
    )
    expect(submission.ids.size).toBe(9)
    // Whether the last job, which is due later, goes with the first ones depends on how long the outage took.
    const keys = batches.map(({ workloads }) => workloads.map(({ idempotencyKey }) => idempotencyKey))
    const firstOnes = JOBS.slice(0, 8).map(({ line }) => `replay/abc/${line}`)
    for (const sent of keys.slice(0, 9)) expect(sent).toEqual(expect.arrayContaining(firstOnes))
    expect(new Set(keys.flat()).size).toBe(9)
    expect(told.join('\n')).toMatch(/is out of reach[\s\S]*is back/)
  })

  test('a job that is refused does not keep the others of its batch', async () => {
    const { submission } = await submit((batch) =>
      batch.workloads.some(({ name }) => name === 'replay-abc-5') ? refusal('VALIDATION', 400) : accept(batch),
    )
    expect(submission.refused).toEqual([{ line: 5, reason: 'it was refused' }])
    expect([...submission.ids.keys()].toSorted((a, b) => a - b)).toEqual([2, 3, 4, 6, 7, 8, 9, 10])
  })
})

test('a job goes only to machines that pretend, and lives as long as the trace says', () => {
  const [first, ...rest] = JOBS
  expect(first && jobRequest(first, REQUEST)).toMatchObject({
    project: 'replay-abc-alpha',
    kind: 'job',
    labels: { 'fairlead.dev/replay': 'abc' },
    spec: {
      resources: { cpu: 4, memory: '16384Mi', gpu: 0.46 },
      timeout: null,
      placement: {
        nodePool: 'replay',
        tolerations: [{ key: 'fairlead.dev/replay', value: 'abc' }],
        nodeSelector: { 'nvidia.com/gpu.product': 'T4' },
      },
      annotations: { 'fairlead.dev/simulated-duration': '1.234', 'fairlead.dev/simulated-exit-code': '1' },
    },
  })
  const gang = rest.at(-1)
  const known = gang && jobRequest(gang, { ...REQUEST, clusters: ['east'] })
  expect(known).toMatchObject({ kind: 'distributed', spec: { replicas: 2, placement: { clusters: ['east'] } } })
})

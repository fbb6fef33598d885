import { describe, expect, test } from 'vitest'
import { equalNode } from '../src/replay/fleet.ts'
import { planReplay, split, type PlannedJob, type PlanOptions } from '../src/replay/plan-replay.ts'
import { prepareReplay } from '../src/replay/prepare-replay.ts'
import { projectNames } from '../src/replay/set-up.ts'
import { shareQuota } from '../src/replay/share-quota.ts'
import { fits, modelFor, sizeFleet } from '../src/replay/size-fleet.ts'
import type { TraceJob } from '../src/replay/trace.ts'

const OPTIONS: PlanOptions = {
  skip: 0,
  limit: undefined,
  sample: undefined,
  seed: 1,
  speed: undefined,
  arrivalSeconds: 10,
  maxRunSeconds: undefined,
  gpusPerNode: 8,
}

function job(line: number, more: Partial<TraceJob> = {}): TraceJob {
  return {
    line,
    queue: 'a',
    submitAt: line * 100,
    runSeconds: 50,
    gpus: 1,
    cpuMilli: undefined,
    memoryMib: undefined,
    gpuModels: [],
    exitCode: 0,
    ...more,
  }
}

function planned(more: Partial<PlannedJob> = {}): PlannedJob {
  return {
    line: 1,
    queue: 'a',
    submitAt: 0,
    runSeconds: 10,
    replicas: 1,
    gpuMilli: 1000,
    cpuMilli: 4000,
    memoryMib: 16_384,
    gpuModels: [],
    exitCode: 0,
    ...more,
  }
}

describe('a plan', () => {
  const jobs = Array.from({ length: 11 }, (_, index) => job(index))

  test('compresses arrivals into the time that was given, and running times with them', () => {
    const plan = planReplay(jobs, OPTIONS)
    expect(plan.speed).toBe(100)
    expect(plan.arrivalSeconds).toBe(10)
    expect(plan.jobs[10]).toMatchObject({ submitAt: 10, runSeconds: 0.5 })
  })

  test('takes a speed in place of a time', () => {
    expect(planReplay(jobs, { ...OPTIONS, arrivalSeconds: undefined, speed: 10 })).toMatchObject({
      arrivalSeconds: 100,
    })
  })

  test('is bounded without either: 50 rows a second, from one minute to fifteen', () => {
    const free = { ...OPTIONS, arrivalSeconds: undefined }
    expect(planReplay(jobs, free).arrivalSeconds).toBeCloseTo(60)
    const many = Array.from({ length: 5_000 }, (_, index) => job(index))
    expect(planReplay(many, free).arrivalSeconds).toBeCloseTo(100)
    expect(
      planReplay(
        Array.from({ length: 60_000 }, (_, index) => job(index)),
        free,
      ).arrivalSeconds,
    ).toBe(900)
  })

  test('cuts jobs that are longer than the arrivals, and counts them', () => {
    const plan = planReplay([job(0, { runSeconds: 1e9 }), ...jobs.slice(1)], OPTIONS)
    expect(plan).toMatchObject({ capped: 1, maxRunSeconds: 1000 })
    expect(plan.jobs[0]?.runSeconds).toBe(10)
    const uncut = planReplay([job(0, { runSeconds: 1e9 }), ...jobs.slice(1)], { ...OPTIONS, maxRunSeconds: Infinity })
    expect(uncut.capped).toBe(0)
  })

  test('has a speed also when all jobs come at once', () => {
    const plan = planReplay([job(0, { submitAt: 5, runSeconds: 1000 }), job(1, { submitAt: 5 })], OPTIONS)
    expect(plan).toMatchObject({ speed: 100, arrivalSeconds: 0 })
    expect(plan.jobs.map(({ submitAt }) => submitAt)).toEqual([0, 0])
  })

  test('draws the same rows with the same seed, in order of time', () => {
    const draw = (seed: number) => planReplay(jobs, { ...OPTIONS, sample: 5, seed }).jobs.map(({ line }) => line)
    expect(draw(7)).toEqual(draw(7))
    expect(draw(7)).not.toEqual(draw(8))
    expect(draw(7)).toEqual(draw(7).toSorted((a, b) => a - b))
    expect(planReplay(jobs, { ...OPTIONS, skip: 2, limit: 3 }).jobs.map(({ line }) => line)).toEqual([2, 3, 4])
  })

  test('makes a gang of equal replicas of more GPUs than a machine has, and loses none', () => {
    expect([1, 0.46, 0, 8, 12, 16, 9, 128].map((gpus) => split(gpus, 8))).toEqual([
      { replicas: 1, gpuMilli: 1000 },
      { replicas: 1, gpuMilli: 460 },
      { replicas: 1, gpuMilli: 0 },
      { replicas: 1, gpuMilli: 8000 },
      { replicas: 2, gpuMilli: 6000 },
      { replicas: 2, gpuMilli: 8000 },
      { replicas: 3, gpuMilli: 3000 },
      { replicas: 16, gpuMilli: 8000 },
    ])
  })
})

describe('a fleet', () => {
  const size = { clusters: 2, gpusPerNode: 8, nodesPerCluster: undefined, load: 0.5, seconds: 10 }

  test('is as large as the load wants', () => {
    const jobs = Array.from({ length: 64 }, () => planned())
    expect(sizeFleet(jobs, size).map((nodes) => nodes.length)).toEqual([8, 8])
    expect(sizeFleet(jobs, { ...size, nodesPerCluster: 3 }).map((nodes) => nodes.length)).toEqual([3, 3])
  })

  test('holds the largest gang in one cluster', () => {
    expect(sizeFleet([planned({ replicas: 16, gpuMilli: 8000, cpuMilli: 32_000 })], size)[0]).toHaveLength(16)
  })

  test('is asked for whole: what does not fit is known before it is submitted', () => {
    const fleet = [[equalNode(8)], [equalNode(8), { ...equalNode(8), model: 'T4' }]]
    expect(fits(planned({ gpuMilli: 8000 }), fleet)).toBe(true)
    expect(fits(planned({ replicas: 2, gpuMilli: 8000 }), fleet)).toBe(true)
    expect(fits(planned({ replicas: 3, gpuMilli: 8000 }), fleet)).toBe(false)
    expect(fits(planned({ cpuMilli: 96_000 }), fleet)).toBe(false)
    expect(fits(planned({ gpuModels: ['T4'], replicas: 2, gpuMilli: 8000 }), fleet)).toBe(false)
    expect(fits(planned({ gpuModels: ['A100'] }), fleet)).toBe(false)
    expect(modelFor(planned({ gpuModels: ['A100', 'T4'] }), fleet)).toBe('T4')
    // Two parts of 0.6 do not fit on one device.
    expect(fits(planned({ gpuMilli: 600, replicas: 2, cpuMilli: 1000 }), [[equalNode(1)]])).toBe(false)
  })

  test('leaves out what fits nowhere, and says so', () => {
    const trace = { format: 'philly' as const, jobs: [job(0), job(1, { gpus: 64 })], malformed: [], skipped: [] }
    const prepared = prepareReplay(
      trace,
      { skip: 0, seed: 1, clusters: 1, gpusPerNode: 8, nodesPerCluster: 2, load: 0.8 },
      undefined,
    )
    expect(prepared.jobs.map(({ line }) => line)).toEqual([0])
    expect(prepared.tooLarge).toEqual([{ line: 1, reason: 'no cluster can hold 8 x 8 GPUs' }])
  })
})

describe('what queues deserve', () => {
  test('is in proportion to their GPU-time, in whole devices, and all of them', () => {
    const jobs = [
      planned({ queue: 'a', gpuMilli: 4000 }),
      planned({ queue: 'b', gpuMilli: 2000 }),
      planned({ queue: 'c' }),
    ]
    const shares = shareQuota(jobs, 10)
    expect(shares.map(({ queue, deserved }) => [queue, deserved])).toEqual([
      ['a', 6],
      ['b', 3],
      ['c', 1],
    ])
    expect(shareQuota(jobs, 11).reduce((sum, { deserved }) => sum + deserved, 0)).toBe(11)
    expect(shares[0]?.share).toBeCloseTo(4 / 7)
  })

  test('is nothing where nobody asks for GPUs', () => {
    expect(shareQuota([planned({ gpuMilli: 0 })], 8)).toMatchObject([{ deserved: 0, share: 0 }])
  })

  test('goes to projects with names that are allowed, each only once', () => {
    const names = projectNames('replay-x', ['LS', 'ls', 'a_b', 'n'.repeat(90)])
    expect([...names.values()].slice(0, 3)).toEqual(['replay-x-ls', 'replay-x-ls-2', 'replay-x-a-b'])
    for (const name of names.values()) expect(name).toMatch(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/)
  })
})

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { arrivalsOf } from './arrivals-of.ts'
import { playSpec, SPEC_START } from './play-spec.ts'
import { readClasses } from './read-classes.ts'
import { readClusters } from './read-clusters.ts'
import { readWorkloads } from './read-workloads.ts'
import { worldOf } from './world-of.ts'

const samples = join(import.meta.dirname, '../../samples')
const clustersOf = () => readClusters(readFileSync(join(samples, 'armada-clusters.yaml'), 'utf8'), 'clusters')
const workloadsOf = () => readWorkloads(readFileSync(join(samples, 'armada-workloads.yaml'), 'utf8'), 'workloads')

const NODE = `
name: one
clusters:
  - name: c
    pool: default
    nodeTemplates:
      - number: 2
        totalResources: {resources: {cpu: "32", memory: "1024Gi"}}
`
const template = (change: string) => `
name: w
queues:
  - name: A
    weight: 1 # = 1 / priorityFactor
    jobTemplates:
      - number: 4
        requirements: {resourceRequirements: {requests: {cpu: 500m, memory: 10Gi, nvidia.com/gpu: 2}}}
${change}`

describe('files of the Armada simulator', () => {
  test('clusters become nodes with their labels, taints and amounts in the units of the engine', () => {
    const world = worldOf(clustersOf(), workloadsOf(), readClasses())
    const nodes = world.filter((delta) => delta.kind === 'node')
    expect(nodes).toHaveLength(48)
    expect(nodes[0]).toMatchObject({
      id: 'gpu-01-0-00000',
      clusterId: 'gpu-01',
      poolId: 'gpu',
      allocatable: { cpu: 96_000, memory: 786_432, gpu: 8_000 },
      labels: { rack: 'a', 'armadaproject.io/clusterName': 'gpu-01' },
    })
    expect(nodes.find(({ clusterId }) => clusterId === 'gpu-02')?.taints).toEqual([
      { key: 'dedicated', value: 'training', effect: 'NoSchedule' },
    ])
    expect(world.find((delta) => delta.kind === 'pool')).toMatchObject({ id: 'gpu', topology: ['rack'] })
  })

  test('durations are texts or mappings, quantities are those of Kubernetes, and keys have any case', () => {
    const { jobTemplates } = readWorkloads(
      template(`
        earliestsubmittime: 1h30m
        RuntimeDistribution: {minimum: {seconds: 60, nanos: 500000000}, tailMean: 250ms}`),
      'w',
    ).queues[0]!
    expect(jobTemplates[0]).toMatchObject({
      id: 'A-0',
      requests: { cpu: 500, memory: 10_240, gpu: 2_000 },
      earliestSubmitMs: 5_400_000,
      runtime: { minimumMs: 60_500, tailMeanMs: 250 },
    })
  })

  test('a template that repeats stands there once for each time, a period apart', () => {
    const { jobTemplates } = readWorkloads(
      template(`
        earliestSubmitTime: 10s
        repeat: {numTimes: 3, period: 1m}`),
      'w',
    ).queues[0]!
    expect(jobTemplates.map(({ id, earliestSubmitMs }) => [id, earliestSubmitMs])).toEqual([
      ['A-0-repeat-0', 10_000],
      ['A-0-repeat-1', 70_000],
      ['A-0-repeat-2', 130_000],
    ])
  })

  test('a gang is one workload, runs without a tail and asks for its uniform label', () => {
    const workloads = readWorkloads(
      template(`
        gangCardinality: 2
        gangNodeUniformityLabel: rack
        runtimeDistribution: {minimum: 60s, tailMean: 60s}`),
      'w',
    )
    const context = {
      index: 0,
      randomSeed: 1,
      queueId: 'A',
      pools: ['x', 'y'],
      classes: readClasses(),
      pendingDelay: { minimumMs: 0, tailMeanMs: 0 },
    }
    const arrivals = arrivalsOf(workloads.queues[0]!.jobTemplates[0]!, SPEC_START, context)
    expect(arrivals.map(({ runtimeMs }) => runtimeMs)).toEqual([60_000, 60_000])
    expect(arrivals[0]!.workload).toMatchObject({
      replicas: 2,
      topology: { required: 'rack' },
      poolId: 'x',
      fallbackPoolIds: ['y'],
    })
  })

  test.each([
    ['gangCardinality: 3', 'w.queues[0].jobTemplates[0].number: 4 jobs do not divide into gangs of 3; give a multiple'],
    [
      'earliestSubmitTime: 5 minutes',
      'w.queues[0].jobTemplates[0].earliestSubmitTime: "5 minutes" is no duration; write it like "90s", "1h30m" or {seconds: 90}',
    ],
    ['dependencies: [B-0]', 'w: template A-0 depends on B-0, which does not exist'],
    ['repeat: {numTimes: 2}', 'w.queues[0].jobTemplates[0].repeat.period: expected a duration above 0, like "60s"'],
  ])('%s is refused in one sentence', (change, message) => {
    expect(() => readWorkloads(template(`        ${change}`), 'w')).toThrow(message)
  })

  test('a template comes after those it depends on, and the same files give the same future', () => {
    const workloads = readWorkloads(
      `
name: chain
queues:
  - name: A
    weight: 1
    jobTemplates:
      - {id: last, number: 1, dependencies: [middle], requirements: {resourceRequirements: {requests: {cpu: 1}}}, runtimeDistribution: {minimum: 5s}}
      - {id: middle, number: 2, dependencies: [first], earliestSubmitTimeFromDependencyCompletion: 30s, requirements: {resourceRequirements: {requests: {cpu: 1}}}, runtimeDistribution: {minimum: 20s}}
      - {id: first, number: 2, requirements: {resourceRequirements: {requests: {cpu: 1}}}, runtimeDistribution: {minimum: 60s}}
`,
      'chain',
    )
    const { result, simulations } = playSpec(readClusters(NODE, 'n'), workloads, readClasses())
    expect(simulations).toBe(3)
    const submitted = result.workloads.map(({ id, submittedAt }) => [id, submittedAt - SPEC_START])
    expect(submitted).toEqual([
      ['first/000000', 0],
      ['first/000001', 0],
      ['middle/000000', 90_000],
      ['middle/000001', 90_000],
      ['last/000000', 110_000],
    ])
    expect(result.violations).toEqual([])
    expect(playSpec(readClusters(NODE, 'n'), workloads, readClasses()).result).toEqual(result)
  })

  test('work that is not preemptible there is never preempted, though it uses more than its share', () => {
    const workloads = readWorkloads(
      `
name: w
queues:
  - {name: A, weight: 1, jobTemplates: [{number: 64, priorityClassName: armada-default, requirements: {resourceRequirements: {requests: {cpu: 1}}}, runtimeDistribution: {minimum: 1h}}]}
  - {name: B, weight: 1, jobTemplates: [{number: 2, priorityClassName: armada-preemptible, earliestSubmitTime: 30m, requirements: {resourceRequirements: {requests: {cpu: 32}}}, runtimeDistribution: {minimum: 1h}}]}
`,
      'w',
    )
    const { result } = playSpec(readClusters(NODE, 'n'), workloads, readClasses())
    expect(result.counts.preemptions).toBe(0)
    expect(result.queues.find(({ queueId }) => queueId === 'B')?.waits.mean).toBe(1_800_000)
  })
})

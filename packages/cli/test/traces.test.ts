import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { UsageError } from '../src/lib/usage-error.ts'
import { equalNode, fleetSetting, readFleet } from '../src/replay/fleet.ts'
import { readTrace } from '../src/replay/read-trace.ts'

function sample(name: string): string {
  return readFileSync(join(import.meta.dirname, 'samples', name), 'utf8')
}

describe('a Philly trace', () => {
  const trace = readTrace('philly.csv', sample('philly.csv'))

  test('is known by its header, and comes in order of time', () => {
    expect(trace.format).toBe('philly')
    expect(trace.jobs.map(({ line, queue, gpus, runSeconds }) => [line, queue, gpus, runSeconds])).toEqual([
      [4, 'beta', 12, 300],
      [2, 'alpha', 1, 600],
      [3, 'alpha', 4, 1200],
      [13, 'beta', 0, 900],
      [14, 'gamma', 16, 3600],
    ])
    expect((trace.jobs[1]?.submitAt ?? 0) - (trace.jobs[0]?.submitAt ?? 0)).toBe(3600)
  })

  test('reports each malformed row by its line, and goes on', () => {
    expect(trace.malformed).toEqual([
      { line: 6, reason: 'duration is negative: -5.0' },
      { line: 7, reason: 'num_gpus is not a number: two' },
      { line: 8, reason: 'timestamp is not a date: yesterday' },
      { line: 9, reason: '3 fields in place of 5' },
      { line: 10, reason: 'duration is missing' },
      { line: 11, reason: 'num_gpus is not whole: 1.5' },
      { line: 12, reason: 'cluster is missing' },
    ])
    expect(trace.skipped).toEqual([])
  })
})

describe('an openb pod list', () => {
  const trace = readTrace('pods.csv', sample('openb-pods.csv'))

  test('is known by its header; parts of devices, models and failures are kept', () => {
    expect(trace.format).toBe('openb')
    expect(
      trace.jobs.map(({ line, queue, gpus, gpuModels, exitCode, runSeconds }) => ({
        line,
        queue,
        gpus,
        gpuModels,
        exitCode,
        runSeconds,
      })),
    ).toEqual([
      { line: 2, queue: 'LS', gpus: 1, gpuModels: [], exitCode: 0, runSeconds: 7200 },
      { line: 3, queue: 'LS', gpus: 0.46, gpuModels: [], exitCode: 0, runSeconds: 3600 },
      { line: 4, queue: 'BE', gpus: 0, gpuModels: [], exitCode: 1, runSeconds: 110 },
      { line: 5, queue: 'BE', gpus: 2, gpuModels: ['V100M16', 'T4'], exitCode: 0, runSeconds: 200 },
    ])
  })

  test('tells pods that never ran from rows that cannot be read', () => {
    expect(trace.skipped).toEqual([{ line: 6, reason: 'it was never scheduled, so it has no running time' }])
    expect(trace.malformed).toEqual([
      { line: 7, reason: 'deletion_time is before scheduled_time' },
      { line: 8, reason: 'memory_mib is not a number: lots' },
      { line: 9, reason: 'qos is missing' },
    ])
  })
})

describe('a node list', () => {
  const { fleet, malformed } = readFleet('nodes.csv', sample('openb-nodes.csv'), 2)

  test('is dealt out to the clusters, like to like', () => {
    expect(fleet.map((nodes) => nodes.map(({ gpus, model }) => `${gpus} ${model ?? '-'}`))).toEqual([
      ['0 -', '2 T4'],
      ['2 T4', '8 G2'],
    ])
    expect(malformed).toEqual([{ line: 6, reason: 'memory_mib is not a number: broken' }])
  })

  test('becomes a setting of the agent, with a taint that keeps real work away', () => {
    const [node = equalNode(8)] = fleet[1] ?? []
    expect(JSON.parse(fleetSetting([node, node], 'abc'))).toEqual([
      {
        count: 2,
        namePrefix: 't4-0',
        shape: { cpu: 104, memory: 524_288, gpu: 2, gpuModel: 'T4' },
        labels: { 'fairlead.dev/simulated': 'true' },
        taints: [{ key: 'fairlead.dev/replay', value: 'abc', effect: 'NoSchedule' }],
      },
    ])
  })
})

describe('any other file', () => {
  test.each([['name,age\na,1\n'], [''], ['\u0000\u0001'], ['a,"b\nc']])(
    '%j is refused, with the formats that are known',
    (text) => {
      expect(() => readTrace('x.csv', text)).toThrow(UsageError)
    },
  )

  test('with broken quotes in a row is read on behind it', () => {
    const rows = ['2017-10-02 00:00:00,6"0,1,1,a', '"2017-10-02 00:00:00,60,1,1,a', '2017-10-02 00:00:01,60,1,1,"a"']
    const trace = readTrace('x.csv', ['timestamp,duration,num_gpus,gpu_time,cluster', ...rows].join('\n'))
    expect(trace.jobs.map(({ line, queue }) => [line, queue])).toEqual([[4, 'a']])
    expect(trace.malformed.map(({ line }) => line)).toEqual([2, 3])
  })
})

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { GpuLedger } from './gpu-ledger.ts'
import { localNode } from './local-host.ts'
import { parseGpus } from './nvidia-smi.ts'
import { runEnvironment } from './run-environment.ts'
import { runSpec } from '../../../test/run-body.ts'

test('whole devices are given to one replica each, and come back', () => {
  const ledger = new GpuLedger(4)
  expect(ledger.take('a', 2, 1_000)).toEqual([[0], [1]])
  expect(ledger.take('b', 1, 2_000)).toEqual([[2, 3]])
  expect(ledger.take('c', 1, 1_000)).toBeUndefined()
  ledger.release('a')
  expect(ledger.take('c', 1, 2_000)).toEqual([[0, 1]])
})

test('shares are packed on the fullest device that has room', () => {
  const ledger = new GpuLedger(2)
  expect(ledger.take('a', 1, 500)).toEqual([[0]])
  expect(ledger.take('b', 1, 500)).toEqual([[0]])
  expect(ledger.take('c', 1, 400)).toEqual([[1]])
  expect(ledger.take('d', 1, 1_000)).toBeUndefined()
})

test('no device is ever given more than once over', () => {
  const step = fc.record({
    key: fc.nat(6),
    replicas: fc.integer({ min: 1, max: 3 }),
    milli: fc.constantFrom(0, 250, 500, 1_000, 2_000),
    isRelease: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const ledger = new GpuLedger(4)
      const held = new Map<string, { devices: number[][]; milli: number }>()
      for (const { key, replicas, milli, isRelease } of steps) {
        const name = String(key)
        ledger.release(name)
        held.delete(name)
        if (isRelease) continue
        const devices = ledger.take(name, replicas, milli)
        if (devices !== undefined) held.set(name, { devices, milli })
        for (let device = 0; device < 4; device += 1) {
          let load = 0
          for (const each of held.values()) {
            load += each.devices.flat().filter((index) => index === device).length * Math.min(each.milli, 1_000)
          }
          expect(load).toBeLessThanOrEqual(1_000)
        }
      }
    }),
  )
})

test('the answer of nvidia-smi becomes a node with devices', () => {
  const text = '0, NVIDIA H200, 143771, 37, 1024, 570.86.15\n1, NVIDIA H200, 143771, [N/A], 0, 570.86.15\n'
  const gpus = parseGpus(text)
  expect(gpus).toMatchObject([
    { index: 0, busyPercent: 37, usedMib: 1_024 },
    { index: 1, busyPercent: 0 },
  ])
  const host = {
    name: 'h',
    labels: {},
    taints: [],
    cpu: undefined,
    memory: undefined,
    gpus: undefined,
    gpuModel: undefined,
  }
  const node = localNode(host, gpus)
  expect(node.gpu).toEqual({ model: 'NVIDIA H200', count: 2, memoryMib: 143_771 })
  expect(node.allocatable.gpu).toBe(2_000)
  expect(node.labels['nvidia.com/gpu.product']).toBe('NVIDIA-H200')
  expect(localNode({ ...host, gpus: 1 }, gpus).allocatable.gpu).toBe(1_000)
  expect(localNode(host, undefined).gpu).toBeUndefined()
})

test('a replica knows its gang and its devices, and nothing of the agent', () => {
  const spec = runSpec({
    workload: { id: crypto.randomUUID(), name: 'train', kind: 'distributed', labels: {} },
    replicas: 2,
    env: [
      { name: 'LR', value: '0.1' },
      { name: 'RANK', value: 'mine' },
    ],
  })
  const request = { runId: 'r', generation: 4, spec }
  const host = { PATH: '/bin', HOME: '/root', FAIRLEAD_AGENT_STATE_DIR: '/secret', AWS_SECRET_ACCESS_KEY: 'x' }
  expect(runEnvironment({ request, index: 1, devices: [2, 3], masterPort: 1234, host })).toEqual({
    PATH: '/bin',
    HOME: '/root',
    LR: '0.1',
    FAIRLEAD_RUN_ID: 'r',
    FAIRLEAD_GENERATION: '4',
    FAIRLEAD_WORKLOAD: 'train',
    FAIRLEAD_REPLICA_INDEX: '1',
    FAIRLEAD_REPLICAS: '2',
    JOB_ID: spec.workload.id,
    RANK: '1',
    WORLD_SIZE: '2',
    MASTER_ADDR: '127.0.0.1',
    MASTER_PORT: '1234',
    CUDA_VISIBLE_DEVICES: '2,3',
  })
})

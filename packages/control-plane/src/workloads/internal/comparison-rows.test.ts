import { expect, test } from 'vitest'
import { comparisonRows, type Compared } from './comparison-rows.ts'
import { flatSpec } from './flat-spec.ts'

function compared(spec: Record<string, unknown>, change: Partial<Compared['detail']> = {}, gpuHours = 1): Compared {
  const detail = {
    id: 'a',
    name: 'train',
    kind: 'job',
    project: { id: 'p', name: 'vision' },
    nodePool: { id: 'n', name: 'h100' },
    status: { phase: 'SUCCEEDED', reason: null, exitCode: 0 },
    cluster: null,
    nodes: [],
    progress: null,
    labels: {},
    priority: 40,
    preemptible: true,
    replicas: 1,
    requests: { gpu: 1000 },
    submittedAt: '2026-11-22T10:00:00.000Z',
    startedAt: null,
    finishedAt: null,
    failures: 0,
    preemptions: 0,
    createdBy: { id: 'u', name: 'kim' },
    figures: {},
    result: null,
    spec,
    ...change,
  } as unknown as Compared['detail']
  const life = { stays: [], runs: 1, ran: undefined, runningMs: 5, gpuHours, cpuHours: 0, metrics: new Map() }
  return { detail, life }
}

test('a field that one of them lacks is a difference, and one that all have alike is none', () => {
  const rows = comparisonRows([
    compared({ command: ['python', 'train.py'], env: { SEED: '1' } }),
    compared({ command: ['python', 'train.py'] }),
  ])
  const of = (name: string) => rows.find((row) => row.name === name)
  expect(of('command')).toMatchObject({ group: 'work', values: ['python train.py', 'python train.py'], differs: false })
  expect(of('env.SEED')).toMatchObject({ group: 'environment', values: ['1', null], differs: true })
  expect(rows.map(({ group }) => group)).toEqual(rows.map(({ group }) => group).toSorted(byGroup))
})

test('what was not found has no values and makes no difference', () => {
  const rows = comparisonRows([compared({ image: 'x' }), undefined, compared({ image: 'x' })])
  expect(rows.find(({ name }) => name === 'image')).toMatchObject({ values: ['x', null, 'x'], differs: false })
  expect(rows.find(({ name }) => name === 'GPU hours')).toMatchObject({ values: [1, null, 1], unit: 'hours' })
  expect(comparisonRows([undefined, undefined])).toEqual([])
})

test('a reference to a secret names it, words with blanks are quoted, and what is empty is absent', () => {
  const flat = flatSpec({
    env: { KEY: { secretRef: { name: 'store', key: 'id' } } },
    command: ['sh', '-c', "echo 'a b'"],
    args: [],
    timeout: null,
    volumes: [{ type: 'own' }],
  })
  expect(Object.fromEntries(flat)).toEqual({
    'env.KEY': 'secret store, id',
    command: String.raw`sh -c 'echo '\''a b'\'''`,
    timeout: 'none',
    volumes: '{"type":"own"}',
  })
})

function byGroup(a: string, b: string): number {
  const order = ['what', 'work', 'resources', 'environment', 'placement', 'life', 'use']
  return order.indexOf(a) - order.indexOf(b)
}

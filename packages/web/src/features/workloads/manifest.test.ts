import { expect, test } from 'vitest'
import { fromRequest } from '../submit/from-request.ts'
import { toRequest } from '../submit/to-request.ts'
import { manifestOf, requestOf } from './manifest.ts'

const detail = {
  name: 'train-a',
  kind: 'distributed',
  project: { id: 'p', name: 'vision' },
  nodePool: { id: 'n', name: 'h100' },
  requests: { cpu: 4000, memory: 32_768, gpu: 2000 },
  labels: { team: 'vision' },
  spec: {
    image: 'registry.local/train:1',
    command: ['python', 'train.py', '--note', 'two words'],
    args: [],
    env: { LR: '0.1', KEY: { secretRef: { name: 's3', key: 'id' } } },
    replicas: 4,
    priority: 'high',
    timeout: 28_800,
    stopGrace: 30,
    retry: { max: 2, on: ['EXIT_NONZERO'] },
    resources: { cpu: 4000, memory: 32_768, gpu: 2000 },
    placement: { nodePoolId: 'n', clusterIds: ['c1'], nodeSelector: {}, tolerations: [] },
    annotations: {},
  },
} as unknown as Parameters<typeof requestOf>[0]

test('a workload is written with names and with amounts as people write them', () => {
  const manifest = manifestOf(requestOf(detail, new Map([['c1', 'oslo']])))
  expect(manifest).toMatchObject({
    kind: 'Distributed',
    metadata: { name: 'train-a', project: 'vision', labels: { team: 'vision' } },
    spec: {
      resources: { cpu: 4, memory: '32Gi', gpu: 2 },
      placement: { nodePool: 'h100', clusters: ['oslo'] },
      timeout: 28_800,
    },
  })
})

test('submitting it again fills the form with the same, but for its name', () => {
  const form = fromRequest(requestOf(detail, new Map([['c1', 'oslo']])))
  expect(form).toMatchObject({
    name: '',
    command: "python train.py --note 'two words'",
    memory: '32Gi',
    replicas: '4',
    timeout: '8h',
    env: 'LR=0.1\nKEY=secret:s3/id',
    clusters: ['oslo'],
  })
  expect(toRequest(form)).toMatchObject({
    kind: 'distributed',
    spec: {
      command: ['python', 'train.py', '--note', 'two words'],
      env: { LR: '0.1', KEY: { secretRef: { name: 's3', key: 'id' } } },
      retry: { max: 2 },
      timeout: '8h',
    },
  })
})

test('what the form has no field for goes along unseen, and a list or map of its configuration stays empty', () => {
  const endpoint = {
    ...detail,
    kind: 'evaluation',
    spec: {
      image: 'registry.local/eval:1',
      command: [],
      args: ['--fast'],
      env: {},
      replicas: 1,
      priority: 77,
      timeout: 3600,
      stopGrace: 30,
      keepFor: 172_800,
      retry: { max: 0, on: ['EXIT_NONZERO'] },
      resources: { cpu: 1000, memory: 4000 },
      config: { cases: [], model: { name: 'a' } },
      placement: { nodePoolId: 'n', clusterIds: [], nodeSelector: { zone: 'a' }, tolerations: [] },
      annotations: {},
    },
  } as unknown as Parameters<typeof requestOf>[0]
  const form = fromRequest(requestOf(endpoint, new Map()))
  expect(form.rest).toEqual({
    args: ['--fast'],
    priority: 77,
    keepFor: 172_800,
    placement: { nodeSelector: { zone: 'a' } },
  })
  expect(toRequest(form)).toMatchObject({
    kind: 'evaluation',
    spec: {
      image: 'registry.local/eval:1',
      args: ['--fast'],
      priority: 77,
      config: { cases: [], model: { name: 'a' } },
      placement: { nodePool: 'h100', nodeSelector: { zone: 'a' } },
    },
  })
})

test('rules of placement come back as they were typed, with names in place of ids', () => {
  const placed = {
    ...detail,
    kind: 'distributed',
    spec: {
      command: ['a'],
      replicas: 8,
      replicasMin: 4,
      placement: {
        nodePoolId: 'n',
        fallbackPoolIds: ['n2'],
        clusterIds: [],
        clusterRules: [{ key: 'region', operator: 'In', values: ['eu', 'uk'] }],
        nodePreferences: [{ weight: 50, rules: [{ key: 'nvlink', operator: 'Exists', values: [] }] }],
        topology: { required: 'rack' },
        apartBy: 'node',
        near: [{ level: 'zone', labels: { app: 'cache' } }],
      },
    },
  } as unknown as Parameters<typeof requestOf>[0]
  const request = requestOf(placed, new Map([['n2', 'a100']]))
  const form = fromRequest(request)
  expect(form).toMatchObject({
    replicasMin: '4',
    fallbackPools: ['a100'],
    clusterRules: 'region in (eu,uk)',
    nodePreferences: '50 nvlink',
    together: 'rack',
    apartBy: 'node',
    near: 'zone:app=cache',
    rest: {},
  })
  expect(toRequest(form).spec.placement).toEqual({ ...request.spec.placement })
})

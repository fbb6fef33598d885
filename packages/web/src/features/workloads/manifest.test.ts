import { expect, test } from 'vitest'
import { fromRequest } from '../submit/from-request.ts'
import { toRequest } from '../submit/to-request.ts'
import type { Submit } from '../submit/submit-form.ts'
import { manifestOf } from './manifest.ts'

const request: Submit = {
  project: 'vision',
  name: 'train-a',
  kind: 'distributed',
  labels: { team: 'vision' },
  spec: {
    image: 'registry.local/train:1',
    command: ['python', 'train.py', '--note', 'two words'],
    env: { LR: '0.1', KEY: { secretRef: { name: 's3', key: 'id' } } },
    replicas: 4,
    priority: 'high',
    timeout: 28_800,
    stopGrace: 30,
    retry: { max: 2, on: ['EXIT_NONZERO'] },
    resources: { cpu: 4, memory: '32Gi', gpu: 2 },
    placement: { nodePool: 'h100', clusters: ['oslo'] },
  },
}

test('a request is a manifest, with the kind as files call it', () => {
  const manifest = manifestOf(request)
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

test('a clone fills the form with the same, but for its name', () => {
  const form = fromRequest(request)
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
  const evaluation: Submit = {
    project: 'vision',
    kind: 'evaluation',
    spec: {
      image: 'registry.local/eval:1',
      args: ['--fast'],
      replicas: 1,
      priority: 77,
      timeout: 3600,
      stopGrace: 30,
      keepFor: 172_800,
      retry: { max: 0, on: ['EXIT_NONZERO'] },
      resources: { cpu: 1, memory: '4000Mi' },
      config: { cases: [], model: { name: 'a' } },
      placement: { nodePool: 'h100', nodeSelector: { zone: 'a' } },
    },
  }
  const form = fromRequest(evaluation)
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

test('rules of placement come back as they were typed', () => {
  const placed: Submit = {
    project: 'vision',
    kind: 'distributed',
    spec: {
      command: ['a'],
      replicas: 8,
      replicasMin: 4,
      placement: {
        nodePool: 'h100',
        fallbackPools: ['a100'],
        clusterRules: [{ key: 'region', operator: 'In', values: ['eu', 'uk'] }],
        nodePreferences: [{ weight: 50, rules: [{ key: 'nvlink', operator: 'Exists', values: [] }] }],
        topology: { required: 'rack' },
        apartBy: 'node',
        near: [{ level: 'zone', labels: { app: 'cache' } }],
      },
    },
  }
  const form = fromRequest(placed)
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
  expect(toRequest(form).spec.placement).toEqual({ ...placed.spec.placement })
})

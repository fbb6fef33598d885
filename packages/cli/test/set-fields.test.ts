import type { WorkloadRequest } from '@fairlead/sdk'
import { expect, test } from 'vitest'
import { manifestOf } from '../src/lib/manifest-of.ts'
import { setFields } from '../src/lib/set-fields.ts'

const request: WorkloadRequest = {
  project: 'vision',
  kind: 'image-build',
  labels: { team: 'a' },
  spec: { command: ['train'], env: { SEED: '7' }, resources: { gpu: 1, cpu: 4 }, annotations: { 'a.b/c': 'x' } },
}

test('a field is set by its path, amounts and fields of the spec by their own names, and the origin stays as it was', () => {
  const before = structuredClone(request)
  const next = setFields(request, [
    'gpu=2',
    'spec.resources.memory=4Gi',
    'env.SEED=8',
    'annotations.a.b/c=5',
    'labels.app.example/x=y',
    'command=["python","a b.py"]',
    'timeout=null',
    'replicas=4',
    'project=7',
    'env.KEY={"secretRef":{"name":"s","key":"k"}}',
  ])
  expect(next).toEqual({
    project: '7',
    kind: 'image-build',
    labels: { team: 'a', 'app.example/x': 'y' },
    spec: {
      command: ['python', 'a b.py'],
      env: { SEED: '8', KEY: { secretRef: { name: 's', key: 'k' } } },
      resources: { gpu: 2, cpu: 4, memory: '4Gi' },
      annotations: { 'a.b/c': '5' },
      timeout: null,
      replicas: 4,
    },
  })
  expect(request).toEqual(before)
})

test('a field without a value is as if it had never been said', () => {
  expect(setFields(request, ['env.SEED=', 'cpu=']).spec).toMatchObject({ env: {}, resources: { gpu: 1 } })
  expect(setFields(request, ['env=']).spec).not.toHaveProperty('env')
})

test('what sets nothing is refused, with how it is written', () => {
  expect(() => setFields(request, ['gpu'])).toThrow('"gpu" sets nothing')
  expect(() => setFields(request, ['command.0=x'])).toThrow('command has no fields of its own')
})

test('a request is a file for apply, with the kind as files call it', () => {
  expect(manifestOf(request)).toMatchObject({
    kind: 'ImageBuild',
    metadata: { project: 'vision', labels: { team: 'a' } },
  })
  expect(manifestOf({ ...request, labels: {} })['metadata']).toEqual({ project: 'vision' })
})

import { expect, test } from 'vitest'
import { controllersOf, describePolicy, missingByNamespace } from './describe-policy.ts'

test('what an owner allows is said in sentences, and what is not limited is not said', () => {
  expect(describePolicy({})).toEqual([])
  expect(
    describePolicy({
      kinds: ['job', 'image-build'],
      registries: ['r.example/'],
      maxGpus: 1,
      logs: 'local',
      exec: false,
    }),
  ).toEqual([
    'Only these kinds of work: Job and Image build.',
    'Images only from r.example/.',
    'At most 1 GPU for all work together.',
    'Output stays in the cluster and is read there.',
    'No shells inside pods.',
  ])
  expect(describePolicy({ kinds: [], namespaces: [], registries: [] })).toEqual([
    'Work may only be in no namespace.',
    'No work at all.',
    'Images only from nowhere.',
  ])
})

test('controllers are called as people call them, and one that is not known by its resource', () => {
  const names = ['jobsets.jobset.x-k8s.io', 'things.example.com'].map((name) => ({ name, versions: ['v1'] }))
  expect(controllersOf(names).map(({ name }) => name)).toEqual(['JobSet', 'things.example.com'])
})

test('missing rights stand together by namespace', () => {
  const right = (namespace: string, verb: string) => ({ namespace, verb, resource: 'batch/jobs' })
  expect(missingByNamespace([right('a', 'create'), right('b', 'list'), right('a', 'watch')])).toEqual([
    { namespace: 'a', rights: 'create batch/jobs, watch batch/jobs' },
    { namespace: 'b', rights: 'list batch/jobs' },
  ])
})

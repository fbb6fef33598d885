import { expect, test } from 'vitest'
import { differencesOf, setText } from './differences.ts'
import type { Submit } from './submit-form.ts'

const origin: Submit = {
  project: 'vision',
  name: 'a',
  kind: 'job',
  labels: { 'app.example/x': '1' },
  spec: { command: ['a'], env: { SEED: '1' }, resources: { gpu: 1 }, config: { deep: { on: true } } },
}

test('a clone differs in the fields that say something else, by the path that sets them, and never in its name', () => {
  expect(differencesOf(origin, { ...origin, name: 'b' })).toEqual([])
  const next: Submit = {
    ...origin,
    project: 'speech',
    labels: {},
    spec: {
      command: ['a', 'b'],
      env: { SEED: '1', KEY: { secretRef: { name: 's', key: 'k' } } },
      resources: { gpu: 2 },
      config: { deep: { on: false } },
    },
  }
  expect(differencesOf(origin, next).map(({ path, to }) => `${path}=${setText(to)}`)).toEqual([
    'command=["a","b"]',
    'config={"deep":{"on":false}}',
    'env.KEY={"secretRef":{"name":"s","key":"k"}}',
    'labels.app.example/x=',
    'project=speech',
    'resources.gpu=2',
  ])
})

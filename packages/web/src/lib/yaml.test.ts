import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { toYaml } from './yaml.ts'

test('data of any shape is read back as it was', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
      // JSON has no minus zero, and neither has what we write.
      const plain: unknown = JSON.parse(JSON.stringify(value))
      expect(parse(toYaml(plain))).toEqual(plain)
    }),
    { numRuns: 500 },
  )
})

test('a specification reads like one that people write', () => {
  const text = toYaml({
    kind: 'Job',
    metadata: { name: 'a', labels: {} },
    spec: { command: ['sh', '-c', 'echo hi | wc'], timeout: null, gpu: 0.5, on: 'yes' },
  })
  expect(text).toBe(
    'kind: Job\nmetadata:\n  name: a\n  labels: {}\nspec:\n  command:\n    - sh\n    - "-c"\n    - "echo hi | wc"\n  timeout: null\n  gpu: 0.5\n  "on": "yes"\n',
  )
})
